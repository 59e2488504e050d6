using System;
using System.Collections.Generic;
using System.Linq;

namespace Agora.Token
{
    /// <summary>A token that is being read: the getters of the library.</summary>
    internal sealed unsafe class Reading : IDisposable
    {
        private readonly Handle owned;
        private readonly Call call;

        internal Reading(string token)
        {
            using (Call parse = Call.Start())
            {
                IntPtr made;
                AgoraTokenException.ThrowFor(Native.Parse(parse.In(token, nameof(token)), &made));
                owned = new Handle(made, Native.InfoFree, nameof(TokenInfo));
            }

            call = Call.Start(owned);
        }

        internal TokenVersion Version
        {
            get { return (TokenVersion)Native.InfoVersion(call.Handle); }
        }

        internal string AppId
        {
            get { return Lent.Text(Native.InfoAppId(call.Handle)); }
        }

        internal ulong IssuedAt
        {
            get { return Native.InfoIssuedAt(call.Handle); }
        }

        internal ulong ExpiresAt
        {
            get { return Native.InfoExpiresAt(call.Handle); }
        }

        internal ulong CutAt
        {
            get { return Native.InfoCutAt(call.Handle); }
        }

        internal uint Salt
        {
            get { return Native.InfoSalt(call.Handle); }
        }

        internal uint ChannelCrc
        {
            get { return Native.InfoChannelCrc(call.Handle); }
        }

        internal uint UserCrc
        {
            get { return Native.InfoUserCrc(call.Handle); }
        }

        internal int? UnknownService
        {
            get
            {
                int type = Native.InfoUnknownService(call.Handle);
                return type < 0 ? (int?)null : type;
            }
        }

        internal string Json
        {
            get
            {
                int status;
                do
                {
                    status = Native.InfoJson(call.Handle, call.Output, call.Capacity, call.OutLen);
                }
                while (call.IsTooSmall(status));
                return call.Text(status);
            }
        }

        public void Dispose()
        {
            call.Dispose();
            owned.Dispose();
        }

        internal IReadOnlyList<Service> Services()
        {
            return List(Native.InfoServiceCount(call.Handle), i => new Service(this, i));
        }

        internal uint ServiceType(int service)
        {
            return Native.InfoServiceType(call.Handle, (UIntPtr)service);
        }

        internal string Field(int service, Native.Field field)
        {
            return Lent.Text(Native.InfoField(call.Handle, (UIntPtr)service, (uint)field));
        }

        internal int Role(int service)
        {
            return Native.InfoRole(call.Handle, (UIntPtr)service);
        }

        internal IReadOnlyList<Granted> Privileges(int service)
        {
            return List(Native.InfoPrivilegeCount(call.Handle, (UIntPtr)service), i => new Granted(
                new Privilege((int)Native.InfoPrivilege(call.Handle, (UIntPtr)service, (UIntPtr)i)),
                Numbers.TimeOrNone(Native.InfoPrivilegeExpiresAt(call.Handle, (UIntPtr)service, (UIntPtr)i))));
        }

        internal IReadOnlyList<Permitted> Permissions(int service)
        {
            return List(Native.InfoPermissionCount(call.Handle, (UIntPtr)service), i => new Permitted(
                (Rtm2Resource)Native.InfoPermissionResource(call.Handle, (UIntPtr)service, (UIntPtr)i),
                (Rtm2Permission)Native.InfoPermission(call.Handle, (UIntPtr)service, (UIntPtr)i),
                Names(service, i)));
        }

        private IReadOnlyList<string> Names(int service, int permission)
        {
            return List(
                Native.InfoPermissionNameCount(call.Handle, (UIntPtr)service, (UIntPtr)permission),
                i => Lent.Text(Native.InfoPermissionName(
                    call.Handle, (UIntPtr)service, (UIntPtr)permission, (UIntPtr)i)));
        }

        private static IReadOnlyList<T> List<T>(UIntPtr count, Func<int, T> item)
        {
            return Array.AsReadOnly(Enumerable.Range(0, (int)count).Select(item).ToArray());
        }
    }
}
