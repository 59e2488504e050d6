using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Agora.Token
{
    /// <summary>Copies of texts that belong to the library.</summary>
    internal static unsafe class Lent
    {
        internal static string Text(byte* text)
        {
            int length = 0;
            while (text[length] != 0)
            {
                length++;
            }

            return Encoding.UTF8.GetString(text, length);
        }

        internal static string Text(Native.Str text)
        {
            return (ulong)text.Len == 0 ? "" : Encoding.UTF8.GetString(text.Data, (int)text.Len);
        }

        internal static byte[] Bytes(Native.Str text)
        {
            byte[] bytes = new byte[(int)text.Len];
            if (bytes.Length > 0)
            {
                Marshal.Copy((IntPtr)text.Data, bytes, 0, bytes.Length);
            }

            return bytes;
        }
    }
}
