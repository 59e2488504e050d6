using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Agora.Token
{
    /// <summary>One call of the library: it holds the handle while it runs, and has the strings that go in and the text
    /// that comes out in memory which the garbage collector does not move. Each thread keeps one for its next
    /// call.</summary>
    internal sealed unsafe class Call : IDisposable
    {
        /// <summary>Every token of one call and every explanation fits, with its NUL.</summary>
        private const int OutputSize = Limits.MaxExplanationLen + 1;

        /// <summary>Space for two names and a token; what is longer gets memory of its own.</summary>
        private const int InputSize = 4096;

        /// <summary>It throws where it meets half a surrogate pair, where others would put another character.</summary>
        private static readonly Encoding Strict = new UTF8Encoding(false, true);

        [ThreadStatic]
        private static Call spare;

        private readonly List<KeyValuePair<IntPtr, int>> large = new List<KeyValuePair<IntPtr, int>>();
        private readonly byte* memory;
        private readonly byte* inputs;
        private int used;
        private Handle held;

        private Call()
        {
            memory = (byte*)Marshal.AllocHGlobal(sizeof(UIntPtr) + OutputSize + InputSize);
            inputs = memory + sizeof(UIntPtr) + OutputSize;
        }

        ~Call()
        {
            Marshal.FreeHGlobal((IntPtr)memory);
        }

        internal IntPtr Handle { get; private set; }

        internal byte* Output { get; private set; }

        internal UIntPtr Capacity { get; private set; }

        internal UIntPtr* OutLen
        {
            get { return (UIntPtr*)memory; }
        }

        /// <summary>A call without a handle.</summary>
        internal static Call Start()
        {
            Call call = spare ?? new Call();
            spare = null;
            call.Output = call.memory + sizeof(UIntPtr);
            call.Capacity = (UIntPtr)OutputSize;
            return call;
        }

        /// <summary>A call of what a handle stands for.</summary>
        internal static Call Start(Handle handle)
        {
            if (handle.IsClosed)
            {
                throw new ObjectDisposedException(handle.Owner);
            }

            Call call = Start();
            bool isHeld = false;
            handle.DangerousAddRef(ref isHeld);
            call.held = handle;
            call.Handle = handle.DangerousGetHandle();
            return call;
        }

        /// <summary>A string for the library, which says what it thinks of one that is not UTF-8.</summary>
        internal Native.Str In(string value, string name)
        {
            if (value == null)
            {
                throw new ArgumentNullException(name);
            }

            Native.Str text;
            int most = Strict.GetMaxByteCount(value.Length);
            text.Data = Space(most);
            text.Len = (UIntPtr)Encode(value, text.Data, most);
            return text;
        }

        /// <summary>Bytes for the library.</summary>
        internal Native.Str In(byte[] value)
        {
            Native.Str text;
            text.Data = Space(value.Length);
            text.Len = (UIntPtr)value.Length;
            Marshal.Copy(value, 0, (IntPtr)text.Data, value.Length);
            return text;
        }

        /// <summary>A list of strings for the library.</summary>
        internal Native.Str* In(IEnumerable<string> values, string name, out UIntPtr count)
        {
            if (values == null)
            {
                throw new ArgumentNullException(name);
            }

            List<string> list = new List<string>(values);
            Native.Str* texts = (Native.Str*)Space(list.Count * sizeof(Native.Str));
            for (int i = 0; i < list.Count; i++)
            {
                texts[i] = In(list[i], name);
            }

            count = (UIntPtr)list.Count;
            return texts;
        }

        /// <summary>Whether the call has to be made again, with the larger buffer that there is now.</summary>
        internal bool IsTooSmall(int status)
        {
            if (status != (int)Status.BufferTooSmall)
            {
                return false;
            }

            int size = checked((int)*OutLen + 1);
            Output = Allocate(size);
            Capacity = (UIntPtr)size;
            return true;
        }

        /// <summary>The text that came out, or the exception of the status.</summary>
        internal string Text(int status)
        {
            AgoraTokenException.ThrowFor(status);
            return Encoding.UTF8.GetString(Output, (int)*OutLen);
        }

        /// <summary>Lets the handle go, and leaves nothing of what went in: it may be the certificate.</summary>
        public void Dispose()
        {
            Clear(inputs, used);
            used = 0;
            foreach (KeyValuePair<IntPtr, int> one in large)
            {
                Clear((byte*)one.Key, one.Value);
                Marshal.FreeHGlobal(one.Key);
            }

            large.Clear();
            if (held != null)
            {
                held.DangerousRelease();
                held = null;
                Handle = IntPtr.Zero;
            }

            spare = this;
        }

        private static int Encode(string value, byte* to, int size)
        {
            try
            {
                fixed (char* from = value)
                {
                    return Strict.GetBytes(from, value.Length, to, size);
                }
            }
            catch (EncoderFallbackException)
            {
                // A byte that no UTF-8 has, in place of what has none: whether that is a mistake or merely no token is
                // for the library to say.
                *to = 0xFF;
                return 1;
            }
        }

        private static void Clear(byte* memory, int length)
        {
            for (int i = 0; i < length; i++)
            {
                memory[i] = 0;
            }
        }

        private byte* Space(int size)
        {
            // Lists of structs want to be aligned.
            int aligned = (size + 7) & ~7;
            if (aligned > InputSize - used)
            {
                return Allocate(size);
            }

            byte* space = inputs + used;
            used += aligned;
            return space;
        }

        private byte* Allocate(int size)
        {
            IntPtr space = Marshal.AllocHGlobal(size);
            large.Add(new KeyValuePair<IntPtr, int>(space, size));
            return (byte*)space;
        }
    }
}
