using System;
using System.Collections.Generic;

namespace Agora.Token
{
    /// <summary>Builds every token that the formats can hold: several services, a lifetime for each privilege, and
    /// more.</summary>
    /// <remarks>
    /// <para>It writes what it is given, bounded by the format alone: the rules for names and lifetimes are those of
    /// the <see cref="Issuer"/>'s own methods. Services are added, and each privilege is granted to the service that
    /// was added last. A token holds at most <see cref="Limits.MaxItems"/> services, privileges, resources, permissions
    /// and names, all counted together.</para>
    /// <para>A call that fails leaves the builder as it was. It keeps what it needs of the issuer, which may be
    /// disposed first. One thread at a time may use it.</para>
    /// </remarks>
    /// <example><code>
    /// using (TokenBuilder builder = issuer.Builder())
    /// {
    ///     string token = builder
    ///         .ExpiresIn(TimeSpan.FromHours(1))
    ///         .AddRtc("room", "42")
    ///         .Grant(RtcPrivilege.JoinChannel, TimeSpan.FromHours(1))
    ///         .Grant(RtcPrivilege.PublishAudio, TimeSpan.FromMinutes(10))
    ///         .AddRtm("42")
    ///         .Grant(RtmPrivilege.Login, TimeSpan.FromHours(1))
    ///         .Build();
    /// }
    /// </code></example>
    public sealed class TokenBuilder : IDisposable
    {
        private readonly Handle handle;

        internal unsafe TokenBuilder(Issuer issuer, TokenVersion version)
        {
            using (Call call = Call.Start(issuer.Handle))
            {
                IntPtr made;
                AgoraTokenException.ThrowFor(Native.BuilderNew(call.Handle, (uint)version, &made));
                handle = new Handle(made, Native.BuilderFree, nameof(TokenBuilder));
            }
        }

        /// <summary>Fixes the time of issuing, in whole seconds. Without it each build takes the current
        /// time.</summary>
        /// <param name="time">The time.</param>
        /// <exception cref="OutOfRangeException">It does not lie between 1970 and February 2106.</exception>
        public TokenBuilder IssuedAt(DateTimeOffset time)
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderSetIssuedAt(call.Handle, Numbers.UnixSeconds(time, nameof(time))));
            }
        }

        /// <summary>Fixes the salt. Without it each build takes a new one.</summary>
        /// <param name="salt">The salt.</param>
        public TokenBuilder Salt(uint salt)
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderSetSalt(call.Handle, salt));
            }
        }

        /// <summary>Sets the token's own lifetime from its issuing: 24 hours unless set. No privilege outlives the
        /// token. In a 006 token this is the <c>ts</c> field.</summary>
        /// <param name="lifetime">The lifetime.</param>
        /// <exception cref="BadExpiryException">It is negative or not in whole seconds.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">It does not fit 32 bits.</exception>
        public TokenBuilder ExpiresIn(TimeSpan lifetime)
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderSetExpiresIn(call.Handle, Numbers.Seconds(lifetime, nameof(lifetime))));
            }
        }

        /// <summary>Adds RTC in one channel, where <c>*</c> is every channel.</summary>
        /// <param name="channel">The channel.</param>
        /// <param name="account">The decimal digits of a numeric uid, or a user account; "" is any user.</param>
        /// <exception cref="StringTooLongException">A string has more than 65,535 bytes.</exception>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token, which has a service
        /// already.</exception>
        public unsafe TokenBuilder AddRtc(string channel, string account = "")
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddRtc(
                    call.Handle, call.In(channel, nameof(channel)), call.In(account, nameof(account))));
            }
        }

        /// <summary>Adds RTM (Signaling) for one user id.</summary>
        /// <param name="userId">The user id.</param>
        /// <exception cref="StringTooLongException">A string has more than 65,535 bytes.</exception>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token, which has a service
        /// already.</exception>
        public unsafe TokenBuilder AddRtm(string userId)
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddRtm(call.Handle, call.In(userId, nameof(userId))));
            }
        }

        /// <summary>Adds Streaming in one channel for one account.</summary>
        /// <param name="channel">The channel.</param>
        /// <param name="account">The account; "" is any user.</param>
        /// <exception cref="StringTooLongException">A string has more than 65,535 bytes.</exception>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddStreaming(string channel, string account = "")
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddStreaming(
                    call.Handle, call.In(channel, nameof(channel)), call.In(account, nameof(account))));
            }
        }

        /// <summary>Adds FPA.</summary>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddFpa()
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddFpa(call.Handle));
            }
        }

        /// <summary>Adds Chat for one user id.</summary>
        /// <param name="userId">The user id; "" for an app token (<c>ChatPrivilege.App</c>).</param>
        /// <exception cref="StringTooLongException">A string has more than 65,535 bytes.</exception>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddChat(string userId = "")
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddChat(call.Handle, call.In(userId, nameof(userId))));
            }
        }

        /// <summary>Adds FCDN in one channel for one account.</summary>
        /// <param name="channel">The channel.</param>
        /// <param name="account">The account; "" is any user.</param>
        /// <exception cref="StringTooLongException">A string has more than 65,535 bytes.</exception>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddFcdn(string channel, string account = "")
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddFcdn(
                    call.Handle, call.In(channel, nameof(channel)), call.In(account, nameof(account))));
            }
        }

        /// <summary>Adds Education: a user of a room in a role.</summary>
        /// <param name="roomUuid">The room; "" where there is none.</param>
        /// <param name="userUuid">The user; "" where there is none.</param>
        /// <param name="role">The role; <c>Limits.NoRole</c> where there is none.</param>
        /// <exception cref="StringTooLongException">A string has more than 65,535 bytes.</exception>
        /// <exception cref="OutOfRangeException">The role does not fit 16 bits.</exception>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddApaas(string roomUuid = "", string userUuid = "", int role = Limits.NoRole)
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddApaas(
                    call.Handle, call.In(roomUuid, nameof(roomUuid)), call.In(userUuid, nameof(userUuid)),
                    Numbers.Role(role)));
            }
        }

        /// <summary>Adds RTM2 (Signaling with permissions) for one user id.</summary>
        /// <param name="userId">The user id.</param>
        /// <exception cref="StringTooLongException">A string has more than 65,535 bytes.</exception>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddRtm2(string userId)
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddRtm2(call.Handle, call.In(userId, nameof(userId))));
            }
        }

        /// <summary>Adds ConvoAI, which has neither privileges nor names: being in the token is the grant.</summary>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddConvoAI()
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddConvoai(call.Handle));
            }
        }

        /// <summary>Adds STT (real-time speech to text), which has neither privileges nor names: being in the token is
        /// the grant.</summary>
        /// <exception cref="UnsupportedInVersionException">The builder is for a 006 token.</exception>
        public unsafe TokenBuilder AddStt()
        {
            using (Call call = Call.Start(handle))
            {
                return After(Native.BuilderAddStt(call.Handle));
            }
        }

        /// <summary>Grants a privilege of the service that was added last. A second grant of the same replaces the
        /// first.</summary>
        /// <param name="privilege"><c>RtcPrivilege.JoinChannel</c> and so on, or any other number up to 65535.</param>
        /// <param name="expiresIn">The lifetime from the token's issuing. Zero means as long as the token (007), or
        /// does not expire (006).</param>
        /// <exception cref="NoServiceException">There is no service yet.</exception>
        /// <exception cref="BadPrivilegeException">The privilege does not fit 16 bits.</exception>
        /// <exception cref="BadExpiryException">The lifetime is negative or not in whole seconds.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime does not fit 32 bits.</exception>
        public TokenBuilder Grant(Privilege privilege, TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                uint seconds = Numbers.Seconds(expiresIn, nameof(expiresIn));
                return After(Native.BuilderGrant(call.Handle, (uint)privilege.Number, seconds));
            }
        }

        /// <summary>Gives the RTM2 service that was added last a permission on named resources. A second call for the
        /// same resource and permission replaces the first.</summary>
        /// <param name="resource">The kind of resource, or any other number up to 65535.</param>
        /// <param name="permission">The permission, or any other number up to 65535.</param>
        /// <param name="names">The names, such as those of channels; at most 65,535, each of at most 65,535
        /// bytes.</param>
        /// <exception cref="NoServiceException">There is no service yet.</exception>
        /// <exception cref="BadServiceException">The service that was added last is not RTM2.</exception>
        /// <exception cref="BadPrivilegeException">A number does not fit 16 bits.</exception>
        /// <exception cref="StringTooLongException">A name is too long, or there are too many.</exception>
        public unsafe TokenBuilder Permit(Rtm2Resource resource, Rtm2Permission permission, IEnumerable<string> names)
        {
            using (Call call = Call.Start(handle))
            {
                UIntPtr count;
                Native.Str* texts = call.In(names, nameof(names), out count);
                return After(Native.BuilderPermit(call.Handle, (uint)resource, (uint)permission, texts, count));
            }
        }

        /// <summary>Signs a token. The builder stays as it is and can build again, each time with a time and salt of
        /// its own unless they are fixed.</summary>
        /// <exception cref="NoServiceException">There is no service.</exception>
        /// <exception cref="BadExpiryException">A time of a 006 token would lie after 2106.</exception>
        /// <exception cref="StringTooLongException">The token does not fit its format.</exception>
        /// <exception cref="TokenTooLargeException">It has more than <see cref="Limits.MaxItems"/> items, or more than
        /// 131,072 bytes unpacked.</exception>
        /// <exception cref="ClockFailedException">The system's clock is wrong.</exception>
        /// <exception cref="RandomFailedException">The system's random source failed.</exception>
        public unsafe string Build()
        {
            using (Call call = Call.Start(handle))
            {
                int status;
                do
                {
                    status = Native.BuilderBuild(call.Handle, call.Output, call.Capacity, call.OutLen);
                }
                while (call.IsTooSmall(status));
                return call.Text(status);
            }
        }

        /// <summary>Gives the native object back. Every later call throws
        /// <see cref="ObjectDisposedException"/>.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        private TokenBuilder After(int status)
        {
            AgoraTokenException.ThrowFor(status);
            return this;
        }
    }
}
