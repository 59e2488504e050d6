using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Agora.Token
{
    /// <summary>A privilege in a token, and its end.</summary>
    public sealed class Granted
    {
        internal Granted(Privilege privilege, DateTimeOffset? expiresAt)
        {
            Privilege = privilege;
            ExpiresAt = expiresAt;
        }

        /// <summary>Its number within its service.</summary>
        public Privilege Privilege { get; }

        /// <summary>When it ends; null where it does not expire, which only a 006 token can say. The token's own end is
        /// not counted in.</summary>
        public DateTimeOffset? ExpiresAt { get; }
    }

    /// <summary>What an RTM2 service allows on the resources of one kind.</summary>
    public sealed class Permitted
    {
        internal Permitted(Rtm2Resource resource, Rtm2Permission permission, IReadOnlyList<string> names)
        {
            Resource = resource;
            Permission = permission;
            Names = names;
        }

        /// <summary>What it is about.</summary>
        public Rtm2Resource Resource { get; }

        /// <summary>What it allows.</summary>
        public Rtm2Permission Permission { get; }

        /// <summary>The names that it is for, such as those of channels.</summary>
        public IReadOnlyList<string> Names { get; }
    }

    /// <summary>One service of a token: what it opens, for whom, and until when. A field that the service does not have
    /// is null, as is every name in a 006 token, which holds only their CRCs.</summary>
    public sealed class Service
    {
        internal Service(Reading reading, int index)
        {
            Type = (ServiceType)reading.ServiceType(index);
            Privileges = reading.Privileges(index);
            Permissions = reading.Permissions(index);
            if (reading.Version != TokenVersion.V007)
            {
                return;
            }

            if (Type == ServiceType.Rtc || Type == ServiceType.Streaming || Type == ServiceType.Fcdn)
            {
                Channel = reading.Field(index, Native.Field.Channel);
                Account = reading.Field(index, Native.Field.Account);
            }

            if (Type == ServiceType.Rtm || Type == ServiceType.Chat || Type == ServiceType.Rtm2)
            {
                UserId = reading.Field(index, Native.Field.UserId);
            }

            if (Type == ServiceType.Apaas)
            {
                RoomUuid = reading.Field(index, Native.Field.RoomUuid);
                UserUuid = reading.Field(index, Native.Field.UserUuid);
                Role = reading.Role(index);
            }
        }

        /// <summary>Its type.</summary>
        public ServiceType Type { get; }

        /// <summary>What it grants.</summary>
        public IReadOnlyList<Granted> Privileges { get; }

        /// <summary>RTM2: the permissions.</summary>
        public IReadOnlyList<Permitted> Permissions { get; }

        /// <summary>RTC, Streaming, FCDN: the channel; <c>*</c> is every channel.</summary>
        [MaybeNull]
        public string Channel { get; }

        /// <summary>RTC, Streaming, FCDN: the decimal digits of a numeric uid, or the user account; "" is any
        /// user.</summary>
        [MaybeNull]
        public string Account { get; }

        /// <summary>RTM, Chat, RTM2: the user id; "" in a Chat app token.</summary>
        [MaybeNull]
        public string UserId { get; }

        /// <summary>Education: the room.</summary>
        [MaybeNull]
        public string RoomUuid { get; }

        /// <summary>Education: the user.</summary>
        [MaybeNull]
        public string UserUuid { get; }

        /// <summary>Education: the role; <see cref="Limits.NoRole"/> where there is none.</summary>
        public int? Role { get; }
    }

    /// <summary>What is inside a token.</summary>
    public sealed class TokenInfo
    {
        private TokenInfo(Reading reading)
        {
            Version = reading.Version;
            AppId = reading.AppId;
            IssuedAt = Version == TokenVersion.V006 ? (DateTimeOffset?)null : Numbers.Time(reading.IssuedAt);
            ExpiresAt = Numbers.Time(reading.ExpiresAt);
            CutAt = Numbers.TimeOrNone(reading.CutAt);
            Salt = reading.Salt;
            Services = reading.Services();
            UnknownService = reading.UnknownService;
            if (Version == TokenVersion.V006)
            {
                ChannelCrc = reading.ChannelCrc;
                UserCrc = reading.UserCrc;
            }

            Json = reading.Json;
        }

        /// <summary>The token's version.</summary>
        public TokenVersion Version { get; }

        /// <summary>The App ID that the token is for.</summary>
        public string AppId { get; }

        /// <summary>When it was issued; null for a 006 token, which does not say.</summary>
        public DateTimeOffset? IssuedAt { get; }

        /// <summary>When the token itself ends. In a 006 token it is the <c>ts</c> field.</summary>
        public DateTimeOffset ExpiresAt { get; }

        /// <summary>When Agora takes the token for expired, where a 007 token lives longer than the 24 hours that Agora
        /// honours.</summary>
        public DateTimeOffset? CutAt { get; }

        /// <summary>The salt.</summary>
        public uint Salt { get; }

        /// <summary>The services, in the order of the token. A 006 token has one, which it does not name: it is taken
        /// for RTM where its only privilege is the RTM login and it names no uid, for RTC otherwise.</summary>
        public IReadOnlyList<Service> Services { get; }

        /// <summary>The type of a service that the library does not know. It and what follows it are not among the
        /// services; the signature covers them all the same.</summary>
        public int? UnknownService { get; }

        /// <summary>The CRC-32 of a 006 token's channel, or of an RTM token's user id.</summary>
        public uint? ChannelCrc { get; }

        /// <summary>The CRC-32 of a 006 token's uid digits or account; 0 is any user.</summary>
        public uint? UserCrc { get; }

        /// <summary>All of it as JSON, with the names of services and privileges, for people and logs.</summary>
        public string Json { get; }

        /// <summary>Reads a 006 or 007 token. That needs no certificate, and says nothing about the signature: grant
        /// nothing on the strength of it, but on <see cref="Issuer.Check"/>.</summary>
        /// <param name="token">The token.</param>
        /// <exception cref="ArgumentNullException">The token is null.</exception>
        /// <exception cref="MalformedTokenException">The text is no token, or it was cut or changed.</exception>
        /// <exception cref="UnknownVersionException">It is of another version.</exception>
        /// <exception cref="TokenTooLargeException">It is larger than the library handles.</exception>
        /// <exception cref="NoServiceException">It has no service.</exception>
        public static TokenInfo Parse(string token)
        {
            using (Reading reading = new Reading(token))
            {
                return new TokenInfo(reading);
            }
        }

        /// <summary>All of it as JSON.</summary>
        public override string ToString()
        {
            return Json;
        }
    }
}
