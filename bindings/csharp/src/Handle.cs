using System;
using System.Runtime.InteropServices;

namespace Agora.Token
{
    /// <summary>What the library gave, freed with its last use: disposing it in one thread leaves the calls of others
    /// their handle.</summary>
    internal sealed class Handle : SafeHandle
    {
        private readonly Action<IntPtr> free;

        internal Handle(IntPtr handle, Action<IntPtr> free, string owner) : base(IntPtr.Zero, true)
        {
            this.free = free;
            Owner = owner;
            SetHandle(handle);
        }

        /// <summary>The name of the class that owns it.</summary>
        internal string Owner { get; }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        protected override bool ReleaseHandle()
        {
            free(handle);
            return true;
        }
    }
}
