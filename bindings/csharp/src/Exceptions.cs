// Written by abi/languages/csharp.py from abi/agora_token.json (make abi): do not edit it.

namespace Agora.Token
{
    public partial class AgoraTokenException
    {
        private static AgoraTokenException OfKnown(Status status)
        {
            switch (status)
            {
                case Status.NotUtf8: return new NotUtf8Exception(null);
                case Status.OutOfRange: return new OutOfRangeException(null);
                case Status.Panic: return new PanicException(null);
                case Status.RandomFailed: return new RandomFailedException(null);
                case Status.ClockFailed: return new ClockFailedException(null);
                case Status.BadAppId: return new BadAppIdException(null);
                case Status.BadAppCertificate: return new BadAppCertificateException(null);
                case Status.BadChannel: return new BadChannelException(null);
                case Status.BadAccount: return new BadAccountException(null);
                case Status.BadRole: return new BadRoleException(null);
                case Status.BadVersion: return new BadVersionException(null);
                case Status.BadService: return new BadServiceException(null);
                case Status.BadPrivilege: return new BadPrivilegeException(null);
                case Status.BadExpiry: return new BadExpiryException(null);
                case Status.ExpiryLooksAbsolute: return new ExpiryLooksAbsoluteException(null);
                case Status.NoService: return new NoServiceException(null);
                case Status.StringTooLong: return new StringTooLongException(null);
                case Status.UnsupportedInVersion: return new UnsupportedInVersionException(null);
                case Status.MalformedToken: return new MalformedTokenException(null);
                case Status.UnknownVersion: return new UnknownVersionException(null);
                case Status.TokenTooLarge: return new TokenTooLargeException(null);
                case Status.BadSignature: return new BadSignatureException(null);
                case Status.Expired: return new ExpiredException(null);
                case Status.WrongApp: return new WrongAppException(null);
                case Status.WrongChannel: return new WrongChannelException(null);
                case Status.WrongUser: return new WrongUserException(null);
                case Status.NotGranted: return new NotGrantedException(null);
                default: return null;
            }
        }
    }

    /// <summary>A string is not UTF-8. (A token that is not is MalformedToken.)</summary>
    public sealed class NotUtf8Exception : AgoraTokenException
    {
        internal NotUtf8Exception(string message) : base(Status.NotUtf8, message)
        {
        }
    }

    /// <summary>A number is outside the range that the function's documentation gives.</summary>
    public sealed class OutOfRangeException : AgoraTokenException
    {
        internal OutOfRangeException(string message) : base(Status.OutOfRange, message)
        {
        }
    }

    /// <summary>A bug in the library was caught at its boundary: please report it. The program may go on; free the
    /// handle.</summary>
    public sealed class PanicException : AgoraTokenException
    {
        internal PanicException(string message) : base(Status.Panic, message)
        {
        }
    }

    /// <summary>The operating system's random source failed, so there is no salt and no token. Only
    /// agora_token_issuer_new asks it, and in a forked child the first token.</summary>
    public sealed class RandomFailedException : AgoraTokenException
    {
        internal RandomFailedException(string message) : base(Status.RandomFailed, message)
        {
        }
    }

    /// <summary>The system clock is before 1970 or, where a token is built, after February 2106. (A check that late
    /// says EXPIRED.)</summary>
    public sealed class ClockFailedException : AgoraTokenException
    {
        internal ClockFailedException(string message) : base(Status.ClockFailed, message)
        {
        }
    }

    /// <summary>The App ID is not 32 hexadecimal characters.</summary>
    public sealed class BadAppIdException : AgoraTokenException
    {
        internal BadAppIdException(string message) : base(Status.BadAppId, message)
        {
        }
    }

    /// <summary>The App Certificate is not 32 hexadecimal characters.</summary>
    public sealed class BadAppCertificateException : AgoraTokenException
    {
        internal BadAppCertificateException(string message) : base(Status.BadAppCertificate, message)
        {
        }
    }

    /// <summary>The channel name breaks Agora's rule; from a check, the service has no channel.</summary>
    public sealed class BadChannelException : AgoraTokenException
    {
        internal BadChannelException(string message) : base(Status.BadChannel, message)
        {
        }
    }

    /// <summary>A user account, user id or uuid breaks Agora's rule; from a check, the service has no user.</summary>
    public sealed class BadAccountException : AgoraTokenException
    {
        internal BadAccountException(string message) : base(Status.BadAccount, message)
        {
        }
    }

    /// <summary>The role is neither RolePublisher nor RoleSubscriber.</summary>
    public sealed class BadRoleException : AgoraTokenException
    {
        internal BadRoleException(string message) : base(Status.BadRole, message)
        {
        }
    }

    /// <summary>The token version is neither Version006 nor Version007.</summary>
    public sealed class BadVersionException : AgoraTokenException
    {
        internal BadVersionException(string message) : base(Status.BadVersion, message)
        {
        }
    }

    /// <summary>The service is not one of the ten, or the call does not fit it.</summary>
    public sealed class BadServiceException : AgoraTokenException
    {
        internal BadServiceException(string message) : base(Status.BadService, message)
        {
        }
    }

    /// <summary>A privilege, resource or permission is above 65535.</summary>
    public sealed class BadPrivilegeException : AgoraTokenException
    {
        internal BadPrivilegeException(string message) : base(Status.BadPrivilege, message)
        {
        }
    }

    /// <summary>The lifetime is 0, or a time of a 006 token would be above 4294967295 (February 2106).</summary>
    public sealed class BadExpiryException : AgoraTokenException
    {
        internal BadExpiryException(string message) : base(Status.BadExpiry, message)
        {
        }
    }

    /// <summary>The lifetime is 1000000000 or more, so it is taken for a Unix time: lifetimes are seconds from
    /// now.</summary>
    public sealed class ExpiryLooksAbsoluteException : AgoraTokenException
    {
        internal ExpiryLooksAbsoluteException(string message) : base(Status.ExpiryLooksAbsolute, message)
        {
        }
    }

    /// <summary>The token has no service.</summary>
    public sealed class NoServiceException : AgoraTokenException
    {
        internal NoServiceException(string message) : base(Status.NoService, message)
        {
        }
    }

    /// <summary>A string or a list is longer than the 65535 that the format can carry.</summary>
    public sealed class StringTooLongException : AgoraTokenException
    {
        internal StringTooLongException(string message) : base(Status.StringTooLong, message)
        {
        }
    }

    /// <summary>This token version has no such thing: a 006 token carries exactly one RTC or RTM service, and its
    /// signature can be checked only with a channel and a user.</summary>
    public sealed class UnsupportedInVersionException : AgoraTokenException
    {
        internal UnsupportedInVersionException(string message) : base(Status.UnsupportedInVersion, message)
        {
        }
    }

    /// <summary>The text is not a token, or it was cut or changed.</summary>
    public sealed class MalformedTokenException : AgoraTokenException
    {
        internal MalformedTokenException(string message) : base(Status.MalformedToken, message)
        {
        }
    }

    /// <summary>The text starts with three digits other than 006 and 007: a token of another version, or no token, such
    /// as an App ID.</summary>
    public sealed class UnknownVersionException : AgoraTokenException
    {
        internal UnknownVersionException(string message) : base(Status.UnknownVersion, message)
        {
        }
    }

    /// <summary>The token is larger than the library handles: its content has more than 131072 bytes.</summary>
    public sealed class TokenTooLargeException : AgoraTokenException
    {
        internal TokenTooLargeException(string message) : base(Status.TokenTooLarge, message)
        {
        }
    }

    /// <summary>The signature does not match: another App Certificate signed the token, or it was changed.</summary>
    public sealed class BadSignatureException : AgoraTokenException
    {
        internal BadSignatureException(string message) : base(Status.BadSignature, message)
        {
        }
    }

    /// <summary>The token, or the privilege asked for, has expired.</summary>
    public sealed class ExpiredException : AgoraTokenException
    {
        internal ExpiredException(string message) : base(Status.Expired, message)
        {
        }
    }

    /// <summary>The token is for another App ID.</summary>
    public sealed class WrongAppException : AgoraTokenException
    {
        internal WrongAppException(string message) : base(Status.WrongApp, message)
        {
        }
    }

    /// <summary>The token is for another channel.</summary>
    public sealed class WrongChannelException : AgoraTokenException
    {
        internal WrongChannelException(string message) : base(Status.WrongChannel, message)
        {
        }
    }

    /// <summary>The token is for another user.</summary>
    public sealed class WrongUserException : AgoraTokenException
    {
        internal WrongUserException(string message) : base(Status.WrongUser, message)
        {
        }
    }

    /// <summary>The token does not carry the service or the privilege asked for.</summary>
    public sealed class NotGrantedException : AgoraTokenException
    {
        internal NotGrantedException(string message) : base(Status.NotGranted, message)
        {
        }
    }}
