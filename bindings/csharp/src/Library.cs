namespace Agora.Token
{
    /// <summary>The native library that runs.</summary>
    public static unsafe class Library
    {
        /// <summary>Its version, such as "0.1.0".</summary>
        public static string Version
        {
            get { return Lent.Text(Native.LibraryVersion()); }
        }
    }
}
