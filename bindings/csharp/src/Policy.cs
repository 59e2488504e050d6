using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Agora.Token
{
    /// <summary>What the sender of a request may be given.</summary>
    /// <remarks>
    /// <para>Authenticate the sender in your own way and give one of these: every token of the request is held against
    /// it before it is signed, and one that asks for more is answered with 403. A policy for nobody in particular does
    /// not exist by mistake: with neither a user nor <see cref="AllowAnyUser"/> an answer is a
    /// <see cref="BadAccountException"/>, so that a session without a user does not open the door.</para>
    /// <para>A 006 token can be rewritten by its holder: its signature covers channel and user without a separator. So
    /// a policy that limits the user or the channels makes every token a 007 one.</para>
    /// </remarks>
    /// <example><code>
    /// new Policy { User = "42", Channels = new[] { "room-*" }, MaxRole = Role.Publisher }
    /// </code></example>
    public sealed class Policy
    {
        /// <summary>The one user whom tokens may name: uid digits, account or user id.</summary>
        [MaybeNull, AllowNull]
        public string User { get; set; }

        /// <summary>The channels that tokens may open: names, or prefixes that end in <c>*</c>. Only a literal <c>*</c>
        /// allows the token for every channel. None unless set.</summary>
        public IEnumerable<string> Channels { get; set; } = new string[0];

        /// <summary>The highest role: subscriber unless set.</summary>
        public Role MaxRole { get; set; } = Role.Subscriber;

        /// <summary>The longest lifetime, at least a second: 24 hours unless set; null is no limit.</summary>
        public TimeSpan? MaxExpiresIn { get; set; } = TimeSpan.FromHours(24);

        /// <summary>Tokens that name no user and act for the whole app: Chat app, Education app, FPA.</summary>
        public bool AllowAppTokens { get; set; }

        /// <summary>Any channel by its name, whatever <see cref="Channels"/> lists, but not the token for every
        /// channel.</summary>
        public bool AllowAnyChannel { get; set; }

        /// <summary>Any user, and tokens for any user. It goes without <see cref="User"/>.</summary>
        public bool AllowAnyUser { get; set; }

        /// <summary>ConvoAI and STT, which start work on the bill of the app's owner. They name nobody, so neither
        /// <see cref="User"/> nor <see cref="Channels"/> limits what is started.</summary>
        public bool AllowAIServices { get; set; }

        internal unsafe void Write(Call call, out Native.Policy native)
        {
            native = default(Native.Policy);
            native.Size = (UIntPtr)sizeof(Native.Policy);
            native.User = call.In(User ?? "", nameof(User));
            native.Channels = call.In(Channels, nameof(Channels), out native.ChannelCount);
            native.MaxRole = (uint)MaxRole;
            native.MaxExpiresIn = Longest();
            native.AllowAppTokens = Switch(AllowAppTokens);
            native.AllowAnyChannel = Switch(AllowAnyChannel);
            native.AllowAnyUser = Switch(AllowAnyUser);
            native.AllowAiServices = Switch(AllowAIServices);
        }

        internal static uint Switch(bool value)
        {
            return value ? 1u : 0u;
        }

        private uint Longest()
        {
            if (MaxExpiresIn == null)
            {
                return 0;
            }

            uint seconds = Numbers.Seconds(MaxExpiresIn.Value, nameof(MaxExpiresIn));
            if (seconds == 0)
            {
                throw new OutOfRangeException("MaxExpiresIn must be at least 1 second; null is no limit");
            }

            return seconds;
        }
    }
}
