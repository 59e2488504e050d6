// Written by abi/languages/csharp.py from abi/agora_token.json (make abi): do not edit it.

namespace Agora.Token
{
    /// <summary>The limits of the library, and the numbers that stand alone.</summary>
    public static class Limits
    {
        /// <summary>The role of an Education service that has none.</summary>
        public const int NoRole = -1;

        /// <summary>The longest token of a one-call builder, in bytes, without the terminating NUL: a buffer of MaxLen
        /// + 1 bytes takes every one of them.</summary>
        public const int MaxLen = 1023;

        /// <summary>How many services, privileges, and of RTM2 resources, permissions and names a token can hold, all
        /// counted together.</summary>
        public const int MaxItems = 1024;

        /// <summary>The uid that stands for any user: whoever holds the token may join under any uid.</summary>
        public const int UidAny = 0;

        /// <summary>What a check asks of a service that has no privileges, ConvoAI and STT: its presence is the
        /// grant.</summary>
        public const int NoPrivilege = 0;

        /// <summary>The longest text of agora_token_explain, in bytes, without the terminating NUL.</summary>
        public const int MaxExplanationLen = 4095;

        /// <summary>The longest request target that an endpoint reads, in bytes. A host may stop reading after
        /// MaxTarget + 1 bytes: the answer is 414 either way.</summary>
        public const int MaxTarget = 8192;

        /// <summary>The largest request body that an endpoint reads, in bytes. A host may stop reading after MaxBody +
        /// 1 bytes: the answer is 413 either way.</summary>
        public const int MaxBody = 65536;
    }

    /// <summary>What came of a call; a number never changes its meaning.</summary>
    public enum Status
    {
        /// <summary>The call did what it says.</summary>
        Ok = 0,

        /// <summary>A pointer that the call needs is NULL, or a string or list has a NULL pointer and a length above
        /// 0.</summary>
        NullPointer = 1,

        /// <summary>A string is not UTF-8. (A token that is not is MalformedToken.)</summary>
        NotUtf8 = 2,

        /// <summary>The output buffer is too small. Nothing was written to it; *out_len is a length that is enough: try
        /// again with a capacity of *out_len + 1.</summary>
        BufferTooSmall = 3,

        /// <summary>The `size` of a struct is none that this library knows: set it with the initialiser.</summary>
        BadStructSize = 4,

        /// <summary>A number is outside the range that the function's documentation gives.</summary>
        OutOfRange = 5,

        /// <summary>A bug in the library was caught at its boundary: please report it. The program may go on; free the
        /// handle.</summary>
        Panic = 6,

        /// <summary>The operating system's random source failed, so there is no salt and no token. Only
        /// agora_token_issuer_new asks it, and in a forked child the first token.</summary>
        RandomFailed = 7,

        /// <summary>The system clock is before 1970 or, where a token is built, after February 2106. (A check that late
        /// says EXPIRED.)</summary>
        ClockFailed = 8,

        /// <summary>The App ID is not 32 hexadecimal characters.</summary>
        BadAppId = 100,

        /// <summary>The App Certificate is not 32 hexadecimal characters.</summary>
        BadAppCertificate = 101,

        /// <summary>The channel name breaks Agora's rule; from a check, the service has no channel.</summary>
        BadChannel = 102,

        /// <summary>A user account, user id or uuid breaks Agora's rule; from a check, the service has no
        /// user.</summary>
        BadAccount = 103,

        /// <summary>The role is neither RolePublisher nor RoleSubscriber.</summary>
        BadRole = 104,

        /// <summary>The token version is neither Version006 nor Version007.</summary>
        BadVersion = 105,

        /// <summary>The service is not one of the ten, or the call does not fit it.</summary>
        BadService = 106,

        /// <summary>A privilege, resource or permission is above 65535.</summary>
        BadPrivilege = 107,

        /// <summary>The lifetime is 0, or a time of a 006 token would be above 4294967295 (February 2106).</summary>
        BadExpiry = 108,

        /// <summary>The lifetime is 1000000000 or more, so it is taken for a Unix time: lifetimes are seconds from
        /// now.</summary>
        ExpiryLooksAbsolute = 109,

        /// <summary>The token has no service.</summary>
        NoService = 110,

        /// <summary>A string or a list is longer than the 65535 that the format can carry.</summary>
        StringTooLong = 111,

        /// <summary>This token version has no such thing: a 006 token carries exactly one RTC or RTM service, and its
        /// signature can be checked only with a channel and a user.</summary>
        UnsupportedInVersion = 112,

        /// <summary>The text is not a token, or it was cut or changed.</summary>
        MalformedToken = 200,

        /// <summary>The text starts with three digits other than 006 and 007: a token of another version, or no token,
        /// such as an App ID.</summary>
        UnknownVersion = 201,

        /// <summary>The token is larger than the library handles: its content has more than 131072 bytes.</summary>
        TokenTooLarge = 202,

        /// <summary>The signature does not match: another App Certificate signed the token, or it was
        /// changed.</summary>
        BadSignature = 300,

        /// <summary>The token, or the privilege asked for, has expired.</summary>
        Expired = 301,

        /// <summary>The token is for another App ID.</summary>
        WrongApp = 302,

        /// <summary>The token is for another channel.</summary>
        WrongChannel = 303,

        /// <summary>The token is for another user.</summary>
        WrongUser = 304,

        /// <summary>The token does not carry the service or the privilege asked for.</summary>
        NotGranted = 305,
    }

    /// <summary>The version of a token.</summary>
    public enum TokenVersion
    {
        /// <summary>Token version 006, "AccessToken": only RTC or RTM. Agora still takes it, but its holder can move
        /// letters between channel and user: new projects use 007.</summary>
        V006 = 6,

        /// <summary>Token version 007, "AccessToken2": every service.</summary>
        V007 = 7,
    }

    /// <summary>What a user may do in an RTC channel.</summary>
    public enum Role
    {
        /// <summary>May join a channel and publish audio, video and data.</summary>
        Publisher = 1,

        /// <summary>May join a channel. Agora refuses to let a subscriber publish only where co-host authentication is
        /// switched on for the project.</summary>
        Subscriber = 2,
    }

    /// <summary>A service of Agora's that a token can open.</summary>
    public enum ServiceType
    {
        /// <summary>Real-time voice and video.</summary>
        Rtc = 1,

        /// <summary>Real-time messaging (Signaling).</summary>
        Rtm = 2,

        /// <summary>Media streaming (push and pull).</summary>
        Streaming = 3,

        /// <summary>Full-path acceleration.</summary>
        Fpa = 4,

        /// <summary>Chat.</summary>
        Chat = 5,

        /// <summary>The CDN of Agora's live broadcasts.</summary>
        Fcdn = 6,

        /// <summary>Education, the Flexible Classroom; Agora also calls it APaaS.</summary>
        Apaas = 7,

        /// <summary>Signaling with a permission for each resource.</summary>
        Rtm2 = 8,

        /// <summary>Conversational AI: starts and ends agents that talk in a channel.</summary>
        ConvoAI = 9,

        /// <summary>Real-time speech to text: starts and ends the transcription of a channel.</summary>
        Stt = 10,
    }

    /// <summary>The privileges of RTC.</summary>
    public enum RtcPrivilege
    {
        /// <summary>Join a channel.</summary>
        JoinChannel = 1,

        /// <summary>Publish audio.</summary>
        PublishAudio = 2,

        /// <summary>Publish video.</summary>
        PublishVideo = 3,

        /// <summary>Publish a data stream.</summary>
        PublishData = 4,
    }

    /// <summary>The privileges of RTM.</summary>
    public enum RtmPrivilege
    {
        /// <summary>Log in. (Inside a 006 token it is 1000; builder, getters and checks call it 1 there too.)</summary>
        Login = 1,
    }

    /// <summary>The privileges of Streaming.</summary>
    public enum StreamingPrivilege
    {
        /// <summary>Publish a mixed stream.</summary>
        PublishMix = 1,

        /// <summary>Publish a raw stream.</summary>
        PublishRaw = 2,
    }

    /// <summary>The privileges of FPA.</summary>
    public enum FpaPrivilege
    {
        /// <summary>Log in.</summary>
        Login = 1,
    }

    /// <summary>The privileges of Chat.</summary>
    public enum ChatPrivilege
    {
        /// <summary>Act as one user.</summary>
        User = 1,

        /// <summary>Act for the whole app, as its backend does.</summary>
        App = 2,
    }

    /// <summary>The privileges of FCDN.</summary>
    public enum FcdnPrivilege
    {
        /// <summary>Publish.</summary>
        Publish = 1,

        /// <summary>Play.</summary>
        Play = 2,
    }

    /// <summary>The privileges of Education.</summary>
    public enum ApaasPrivilege
    {
        /// <summary>Act as one user in one room.</summary>
        RoomUser = 1,

        /// <summary>Act as one user.</summary>
        User = 2,

        /// <summary>Act for the whole app, as its backend does.</summary>
        App = 3,
    }

    /// <summary>The privileges of RTM2.</summary>
    public enum Rtm2Privilege
    {
        /// <summary>Log in.</summary>
        Login = 1,
    }

    /// <summary>What a permission of RTM2 is about.</summary>
    public enum Rtm2Resource
    {
        /// <summary>Message channels.</summary>
        MessageChannels = 0,

        /// <summary>Stream channels.</summary>
        StreamChannels = 1,

        /// <summary>Group channels.</summary>
        GroupChannels = 2,

        /// <summary>Server groups.</summary>
        ServerGroups = 3,

        /// <summary>Users.</summary>
        Users = 4,
    }

    /// <summary>What a permission of RTM2 allows.</summary>
    public enum Rtm2Permission
    {
        /// <summary>Read.</summary>
        Read = 0,

        /// <summary>Write.</summary>
        Write = 1,
    }

    /// <summary>A privilege of a service, by its number: a member of the service's enum, or any other number up to
    /// 65535. The default is none, which a check asks of ConvoAI and STT.</summary>
    public readonly struct Privilege : System.IEquatable<Privilege>
    {
        /// <summary>The privilege of this number.</summary>
        public Privilege(int number)
        {
            Number = number;
        }

        /// <summary>Its number within its service.</summary>
        public int Number { get; }

        /// <summary>The privileges of RTC.</summary>
        public static implicit operator Privilege(RtcPrivilege privilege)
        {
            return new Privilege((int)privilege);
        }

        /// <summary>The privileges of RTM.</summary>
        public static implicit operator Privilege(RtmPrivilege privilege)
        {
            return new Privilege((int)privilege);
        }

        /// <summary>The privileges of Streaming.</summary>
        public static implicit operator Privilege(StreamingPrivilege privilege)
        {
            return new Privilege((int)privilege);
        }

        /// <summary>The privileges of FPA.</summary>
        public static implicit operator Privilege(FpaPrivilege privilege)
        {
            return new Privilege((int)privilege);
        }

        /// <summary>The privileges of Chat.</summary>
        public static implicit operator Privilege(ChatPrivilege privilege)
        {
            return new Privilege((int)privilege);
        }

        /// <summary>The privileges of FCDN.</summary>
        public static implicit operator Privilege(FcdnPrivilege privilege)
        {
            return new Privilege((int)privilege);
        }

        /// <summary>The privileges of Education.</summary>
        public static implicit operator Privilege(ApaasPrivilege privilege)
        {
            return new Privilege((int)privilege);
        }

        /// <summary>The privileges of RTM2.</summary>
        public static implicit operator Privilege(Rtm2Privilege privilege)
        {
            return new Privilege((int)privilege);
        }


        /// <summary>Whether both have the same number.</summary>
        public bool Equals(Privilege other)
        {
            return Number == other.Number;
        }

        /// <inheritdoc/>
        public override bool Equals(object other)
        {
            return other is Privilege && Equals((Privilege)other);
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            return Number;
        }

        /// <summary>The number.</summary>
        public override string ToString()
        {
            return Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
