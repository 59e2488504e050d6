using System;
using System.Globalization;

namespace Agora.Token
{
    /// <summary>A user of an RTC channel. The default one is none: a call refuses it.</summary>
    public readonly struct User : IEquatable<User>
    {
        private User(uint? number, string account)
        {
            Number = number;
            Name = account;
        }

        /// <summary>Any user: whoever holds the token may join under any uid. It is the uid 0.</summary>
        public static User Any
        {
            get { return Uid(Limits.UidAny); }
        }

        internal uint? Number { get; }

        internal string Name { get; }

        /// <summary>A numeric uid; 0 is <see cref="Any"/>.</summary>
        public static User Uid(uint uid)
        {
            return new User(uid, uid == 0 ? "" : uid.ToString(CultureInfo.InvariantCulture));
        }

        /// <summary>A user account (a string uid) of 1 to 255 bytes. Agora counts the account "42" and the uid 42 as
        /// the same user.</summary>
        /// <exception cref="ArgumentNullException">The account is null.</exception>
        public static User Account(string account)
        {
            if (account == null)
            {
                throw new ArgumentNullException(nameof(account));
            }

            return new User(null, account);
        }

        /// <summary>Whether both are a uid, or an account, of the same name.</summary>
        public bool Equals(User other)
        {
            return Number == other.Number && Name == other.Name;
        }

        /// <inheritdoc/>
        public override bool Equals(object other)
        {
            return other is User && Equals((User)other);
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            return Name == null ? 0 : Name.GetHashCode();
        }

        /// <summary>The uid's digits or the account.</summary>
        public override string ToString()
        {
            return Name ?? "";
        }

        internal string NameFor(string parameter)
        {
            if (Name == null)
            {
                throw new ArgumentException("say User.Uid(…), User.Account(…) or User.Any", parameter);
            }

            return Name;
        }
    }
}
