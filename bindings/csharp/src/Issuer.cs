using System;

namespace Agora.Token
{
    /// <summary>An app's App ID and App Certificate, and what they sign.</summary>
    /// <remarks>
    /// <para>One issuer per app is enough; any number of threads may share it. The certificate is wiped from the
    /// library's memory when it is no longer needed, and is in no <c>ToString</c>, message or response. (The string
    /// that is passed here is the caller's, and .NET cannot wipe it.)</para>
    /// <para>Lifetimes are whole seconds from now, at least one; 1,000,000,000 seconds and more are a Unix time by
    /// mistake and refused. Agora honours at most 24 hours: it takes a token that lives longer for expired 24 hours
    /// after its issuing.</para>
    /// <para>A channel is 1 to 64 bytes of <c>a-z A-Z 0-9</c>, space and <c>!#$%&amp;()+-:;&lt;=.&gt;?@[]^_{}|~,</c>,
    /// or <c>*</c> alone, which is every channel. A user account is 1 to 255 bytes, a user id or uuid 1 to 64, of UTF-8
    /// without control characters.</para>
    /// <para>Beyond what is listed for it, each method can throw <see cref="ArgumentNullException"/>,
    /// <see cref="NotUtf8Exception"/> (half a surrogate pair in a string other than a token),
    /// <see cref="ObjectDisposedException"/>, <see cref="ClockFailedException"/> and
    /// <see cref="RandomFailedException"/>.</para>
    /// </remarks>
    /// <example><code>
    /// using (var issuer = new Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b"))
    /// {
    ///     string token = issuer.Rtc("room", User.Uid(42), Role.Publisher, TimeSpan.FromHours(1));
    /// }
    /// </code></example>
    public sealed class Issuer : IDisposable
    {
        private readonly Handle handle;

        /// <summary>Takes the credentials of an app, as Agora's console shows them.</summary>
        /// <param name="appId">The App ID: 32 hexadecimal characters.</param>
        /// <param name="appCertificate">The App Certificate: 32 hexadecimal characters.</param>
        /// <exception cref="BadAppIdException">The App ID is not that.</exception>
        /// <exception cref="BadAppCertificateException">The App Certificate is not that.</exception>
        /// <exception cref="RandomFailedException">The operating system's random source failed.</exception>
        public unsafe Issuer(string appId, string appCertificate)
        {
            using (Call call = Call.Start())
            {
                IntPtr made;
                AgoraTokenException.ThrowFor(Native.IssuerNew(
                    call.In(appId, nameof(appId)), call.In(appCertificate, nameof(appCertificate)), &made));
                handle = new Handle(made, Native.IssuerFree, nameof(Issuer));
            }

            AppId = appId;
        }

        /// <summary>The App ID.</summary>
        public string AppId { get; }

        internal Handle Handle
        {
            get { return handle; }
        }

        /// <summary>Makes an RTC token for one user of a channel.</summary>
        /// <param name="channel">The channel, or <c>*</c> for every channel.</param>
        /// <param name="user">The user: <c>User.Uid(42)</c>, <c>User.Account("ann")</c> or <c>User.Any</c>.</param>
        /// <param name="role">What the user may do there.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <param name="version">007, or 006 for old clients.</param>
        /// <exception cref="ArgumentException">The user is the default one.</exception>
        /// <exception cref="BadChannelException">The channel breaks the rule for names.</exception>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="BadRoleException">The role is neither.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="BadVersionException">The version is neither 006 nor 007.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string Rtc(
            string channel, User user, Role role, TimeSpan expiresIn, TokenVersion version = TokenVersion.V007)
        {
            string account = user.NameFor(nameof(user));
            using (Call call = Call.Start(handle))
            {
                Native.Str name = call.In(channel, nameof(channel));
                uint seconds = Numbers.Seconds(expiresIn, nameof(expiresIn));
                if (user.Number != null)
                {
                    return call.Text(Native.RtcUid(
                        call.Handle, (uint)version, name, user.Number.Value, (uint)role, seconds,
                        call.Output, call.Capacity, call.OutLen));
                }

                return call.Text(Native.RtcAccount(
                    call.Handle, (uint)version, name, call.In(account, nameof(user)), (uint)role, seconds,
                    call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Makes an RTM (Signaling) token for one user id.</summary>
        /// <param name="userId">The user id.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <param name="version">007, or 006 for old clients.</param>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="BadVersionException">The version is neither 006 nor 007.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string Rtm(string userId, TimeSpan expiresIn, TokenVersion version = TokenVersion.V007)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.Rtm(
                    call.Handle, (uint)version, call.In(userId, nameof(userId)),
                    Numbers.Seconds(expiresIn, nameof(expiresIn)), call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Makes one 007 token for RTC in a channel and for RTM, both under the same account of 1 to 64
        /// bytes.</summary>
        /// <param name="channel">The channel, or <c>*</c> for every channel.</param>
        /// <param name="account">The user account.</param>
        /// <param name="role">What the user may do there.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadChannelException">The channel breaks the rule for names.</exception>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="BadRoleException">The role is neither.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string RtcRtm(string channel, string account, Role role, TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.RtcRtm(
                    call.Handle, call.In(channel, nameof(channel)), call.In(account, nameof(account)), (uint)role,
                    Numbers.Seconds(expiresIn, nameof(expiresIn)), call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Makes one 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for
        /// ConvoAI. An app needs it that starts a voice agent in its channel. Whoever holds it can start agents on the
        /// bill of the app's owner.</summary>
        /// <param name="channel">The channel, or <c>*</c> for every channel.</param>
        /// <param name="account">The user account.</param>
        /// <param name="role">What the user may do there.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadChannelException">The channel breaks the rule for names.</exception>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="BadRoleException">The role is neither.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string ConvoAI(string channel, string account, Role role, TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.Convoai(
                    call.Handle, call.In(channel, nameof(channel)), call.In(account, nameof(account)), (uint)role,
                    Numbers.Seconds(expiresIn, nameof(expiresIn)), call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Makes one 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for
        /// STT. An app needs it that starts the transcription (real-time speech to text) of its channel. Whoever holds
        /// it can start work on the bill of the app's owner.</summary>
        /// <param name="channel">The channel, or <c>*</c> for every channel.</param>
        /// <param name="account">The user account.</param>
        /// <param name="role">What the user may do there.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadChannelException">The channel breaks the rule for names.</exception>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="BadRoleException">The role is neither.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string Stt(string channel, string account, Role role, TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.Stt(
                    call.Handle, call.In(channel, nameof(channel)), call.In(account, nameof(account)), (uint)role,
                    Numbers.Seconds(expiresIn, nameof(expiresIn)), call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Makes a 007 token for one Chat user id.</summary>
        /// <param name="userId">The user id.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string ChatUser(string userId, TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.ChatUser(
                    call.Handle, call.In(userId, nameof(userId)), Numbers.Seconds(expiresIn, nameof(expiresIn)),
                    call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Makes a 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it
        /// to a user.</summary>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string ChatApp(TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.ChatApp(
                    call.Handle, Numbers.Seconds(expiresIn, nameof(expiresIn)), call.Output, call.Capacity,
                    call.OutLen));
            }
        }

        /// <summary>Makes a 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and
        /// Chat.</summary>
        /// <param name="roomUuid">The room.</param>
        /// <param name="userUuid">The user.</param>
        /// <param name="role">The classroom's own: 1 teacher, 2 student, 3 assistant, 4 observer, or another number
        /// that your classroom defines. It is not a <see cref="Role"/>.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="OutOfRangeException">The role does not fit 16 bits.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string EducationRoomUser(string roomUuid, string userUuid, int role, TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.EducationRoomUser(
                    call.Handle, call.In(roomUuid, nameof(roomUuid)), call.In(userUuid, nameof(userUuid)),
                    Numbers.Role(role), Numbers.Seconds(expiresIn, nameof(expiresIn)), call.Output, call.Capacity,
                    call.OutLen));
            }
        }

        /// <summary>Makes a 007 token for one Education user outside of rooms.</summary>
        /// <param name="userUuid">The user.</param>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadAccountException">The account or id breaks the rule for names.</exception>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string EducationUser(string userUuid, TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.EducationUser(
                    call.Handle, call.In(userUuid, nameof(userUuid)), Numbers.Seconds(expiresIn, nameof(expiresIn)),
                    call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Makes a 007 token for the whole Education app, for a backend that calls its REST API. Never give it
        /// to a user.</summary>
        /// <param name="expiresIn">The lifetime.</param>
        /// <exception cref="BadExpiryException">The lifetime is not in whole seconds from 1 on.</exception>
        /// <exception cref="ExpiryLooksAbsoluteException">The lifetime is so long that it is a Unix time by
        /// mistake.</exception>
        public unsafe string EducationApp(TimeSpan expiresIn)
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.EducationApp(
                    call.Handle, Numbers.Seconds(expiresIn, nameof(expiresIn)), call.Output, call.Capacity,
                    call.OutLen));
            }
        }

        /// <summary>Makes a 007 token for FPA. It names no user and lives for 24 hours, as the official builder's
        /// does.</summary>
        public unsafe string Fpa()
        {
            using (Call call = Call.Start(handle))
            {
                return call.Text(Native.Fpa(
                    call.Handle, call.Output, call.Capacity, call.OutLen));
            }
        }

        /// <summary>Starts any other token.</summary>
        /// <param name="version">007, or 006, which takes exactly one RTC or RTM service.</param>
        /// <exception cref="BadVersionException">The version is neither 006 nor 007.</exception>
        public TokenBuilder Builder(TokenVersion version = TokenVersion.V007)
        {
            return new TokenBuilder(this, version);
        }

        /// <summary>Checks the signature and the lifetime of a 007 token, and nothing about whom it is for.</summary>
        /// <param name="token">The token.</param>
        /// <param name="now">The time to check for; null is the system clock.</param>
        /// <exception cref="AgoraTokenException">The token is not good. Which of <see cref="MalformedTokenException"/>,
        /// <see cref="UnknownVersionException"/>, <see cref="TokenTooLargeException"/>,
        /// <see cref="NoServiceException"/>, <see cref="UnsupportedInVersionException"/> (a 006 token),
        /// <see cref="WrongAppException"/>, <see cref="BadSignatureException"/> and <see cref="ExpiredException"/> it
        /// is says why.</exception>
        public unsafe void Verify(string token, DateTimeOffset? now = null)
        {
            int status;
            using (Call call = Call.Start(handle))
            {
                status = Native.Verify(call.Handle, call.In(token, nameof(token)), Numbers.Now(now));
            }

            ThrowFor(status, token, NoService, default(Privilege), "", "", now);
        }

        /// <summary>Checks a token for one privilege of one service.</summary>
        /// <param name="token">The token.</param>
        /// <param name="service">The service.</param>
        /// <param name="privilege">The privilege, such as <c>RtcPrivilege.JoinChannel</c>; none for ConvoAI and STT,
        /// whose presence is the grant.</param>
        /// <param name="channel">The channel, or the room uuid for Education; "" for a service that has none.</param>
        /// <param name="user">The account (decimal digits of a numeric uid), user id or user uuid; "" for a service
        /// that has none. In RTC, Streaming and FCDN "" asks for a token that is good for any user.</param>
        /// <param name="now">The time to check for; null is the system clock.</param>
        /// <exception cref="BadChannelException">A channel is asked of a service that has none.</exception>
        /// <exception cref="BadAccountException">A user is asked of a service that has none.</exception>
        /// <exception cref="BadServiceException">The service is none.</exception>
        /// <exception cref="BadPrivilegeException">The privilege is above 65535, or is asked of a service that has
        /// none.</exception>
        /// <exception cref="AgoraTokenException">The token is not good; beyond those of <see cref="Verify"/> it may be
        /// <see cref="WrongChannelException"/>, <see cref="WrongUserException"/> or <see cref="NotGrantedException"/>.
        /// A 006 token can be checked here for RTC and RTM.</exception>
        public unsafe void Check(
            string token, ServiceType service, Privilege privilege = default(Privilege), string channel = "",
            string user = "", DateTimeOffset? now = null)
        {
            int status;
            using (Call call = Call.Start(handle))
            {
                status = Native.Check(
                    call.Handle, call.In(token, nameof(token)), (uint)service, call.In(channel, nameof(channel)),
                    call.In(user, nameof(user)), (uint)privilege.Number, Numbers.Now(now));
            }

            ThrowFor(status, token, service, privilege, channel, user, now);
        }

        /// <summary>Checks whether a token lets one user join a channel.</summary>
        /// <param name="token">The token.</param>
        /// <param name="channel">The channel.</param>
        /// <param name="user">The user; <c>User.Any</c> and the account "" ask for a token that is good for any
        /// user.</param>
        /// <param name="privilege">Another RTC privilege to check for.</param>
        /// <param name="now">The time to check for; null is the system clock.</param>
        /// <exception cref="ArgumentException">The user is the default one.</exception>
        /// <exception cref="AgoraTokenException">As in <see cref="Check"/>.</exception>
        public unsafe void CheckRtc(
            string token, string channel, User user, RtcPrivilege privilege = RtcPrivilege.JoinChannel,
            DateTimeOffset? now = null)
        {
            string account = user.NameFor(nameof(user));
            int status;
            using (Call call = Call.Start(handle))
            {
                Native.Str text = call.In(token, nameof(token)), name = call.In(channel, nameof(channel));
                ulong at = Numbers.Now(now);
                status = user.Number != null
                    ? Native.CheckRtcUid(call.Handle, text, name, user.Number.Value, (uint)privilege, at)
                    : Native.CheckRtcAccount(
                        call.Handle, text, name, call.In(account, nameof(user)), (uint)privilege, at);
            }

            ThrowFor(status, token, ServiceType.Rtc, privilege, channel, account, now);
        }

        /// <summary>Checks whether a token lets one user id log in to RTM.</summary>
        /// <param name="token">The token.</param>
        /// <param name="userId">The user id.</param>
        /// <param name="now">The time to check for; null is the system clock.</param>
        /// <exception cref="AgoraTokenException">As in <see cref="Check"/>.</exception>
        public unsafe void CheckRtm(string token, string userId, DateTimeOffset? now = null)
        {
            int status;
            using (Call call = Call.Start(handle))
            {
                status = Native.CheckRtm(
                    call.Handle, call.In(token, nameof(token)), call.In(userId, nameof(userId)), Numbers.Now(now));
            }

            ThrowFor(status, token, ServiceType.Rtm, RtmPrivilege.Login, "", userId, now);
        }

        /// <summary>Says whether a token is good, and where it is not, why, and what to do.</summary>
        /// <remarks>To let somebody in, take <see cref="Check"/>: a token that is not good is no exception here. A
        /// token that came in quotes, inside JSON, URL-encoded, behind <c>Bearer</c>, with white space or cut short is
        /// malformed, as in a check, and the reason and the advice say what happened to it.</remarks>
        /// <param name="token">The token.</param>
        /// <param name="service">The service; null looks at the signature and the lifetime alone, as
        /// <see cref="Verify"/> does, without privilege, channel and user.</param>
        /// <param name="privilege">The privilege, as in <see cref="Check"/>.</param>
        /// <param name="channel">The channel, as in <see cref="Check"/>.</param>
        /// <param name="user">The user, as in <see cref="Check"/>; of a numeric uid its decimal digits.</param>
        /// <param name="now">The time to look at it for; null is the system clock.</param>
        /// <exception cref="AgoraTokenException">What is asked cannot be: <see cref="BadChannelException"/>,
        /// <see cref="BadAccountException"/>, <see cref="BadServiceException"/>, <see cref="BadPrivilegeException"/>
        /// and <see cref="OutOfRangeException"/> as in <see cref="Check"/>, and where more than the token is asked
        /// about without a service.</exception>
        public unsafe Explanation Explain(
            string token, ServiceType? service = null, Privilege privilege = default(Privilege), string channel = "",
            string user = "", DateTimeOffset? now = null)
        {
            using (Call call = Call.Start(handle))
            {
                return Explanation.Of(call.Text(Native.Explain(
                    call.Handle, call.In(token, nameof(token)), (uint)(service ?? NoService),
                    call.In(channel, nameof(channel)), call.In(user, nameof(user)), (uint)privilege.Number,
                    Numbers.Now(now), call.Output, call.Capacity, call.OutLen)));
            }
        }

        /// <summary>Gives the native object back; calls that other threads are in go on. Every later call throws
        /// <see cref="ObjectDisposedException"/>. To dispose twice is fine.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        /// <summary>The App ID, without the certificate.</summary>
        public override string ToString()
        {
            return "Issuer of app " + AppId;
        }

        /// <summary>The exception of a failed check. The library is asked for the two values only here.</summary>
        private void ThrowFor(
            int status, string token, ServiceType service, Privilege privilege, string channel, string user,
            DateTimeOffset? now)
        {
            if (status == 0)
            {
                return;
            }

            AgoraTokenException error = AgoraTokenException.Of(status);
            try
            {
                Explanation why = Explain(
                    token, service == NoService ? (ServiceType?)null : service, privilege, channel, user, now);
                // By the system clock another second may have begun between the two calls.
                if ((int)why.Status == status)
                {
                    error.Found = why.Found;
                    error.Asked = why.Asked;
                }
            }
            catch (AgoraTokenException)
            {
                // A mistake in the question is one of the explanation's too, and has no values.
            }
            catch (ObjectDisposedException)
            {
                // Another thread has disposed the issuer since the check.
            }

            throw error;
        }

        /// <summary>The service that asks for signature and lifetime alone.</summary>
        private const ServiceType NoService = 0;
    }
}
