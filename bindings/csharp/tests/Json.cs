using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

/// <summary>A JSON value.</summary>
internal sealed class Json
{
    private readonly XElement element;

    private Json(XElement element)
    {
        this.element = element;
    }

    internal string Type
    {
        get { return (string)element.Attribute("type") ?? "string"; }
    }

    internal string Name
    {
        get { return (string)element.Attribute("item") ?? element.Name.LocalName; }
    }

    internal string Text
    {
        get { return Type == "null" ? null : element.Value; }
    }

    internal long Number
    {
        get { return long.Parse(element.Value, CultureInfo.InvariantCulture); }
    }

    internal bool IsTrue
    {
        get { return element.Value == "true"; }
    }

    internal bool IsNull
    {
        get { return Type == "null"; }
    }

    internal IEnumerable<Json> Items
    {
        get { return element.Elements().Select(item => new Json(item)); }
    }

    internal Json this[string name]
    {
        get { return Find(name) ?? throw new MismatchException("there is no " + name); }
    }

    internal Json this[int index]
    {
        get { return Items.ElementAt(index); }
    }

    internal static Json File(string name)
    {
        return Parse(System.IO.File.ReadAllBytes(Path.Combine(Runner.Shared, name)));
    }

    internal static Json Parse(byte[] text)
    {
        using (XmlReader reader = JsonReaderWriterFactory.CreateJsonReader(text, XmlDictionaryReaderQuotas.Max))
        {
            return new Json(XElement.Load(reader, LoadOptions.PreserveWhitespace));
        }
    }

    internal Json Find(string name)
    {
        return Items.FirstOrDefault(item => item.Name == name);
    }

    internal string TextOr(string name, string otherwise)
    {
        Json member = Find(name);
        return member == null ? otherwise : member.Text;
    }

    /// <summary>A text, or a list of texts and repetitions to be joined, as the contract writes long ones.</summary>
    internal string Joined()
    {
        if (Type == "array")
        {
            return string.Concat(Items.Select(item => item.Joined()));
        }

        return Type == "object"
            ? new StringBuilder().Insert(0, this["repeat"].Text, (int)this["times"].Number).ToString()
            : Text;
    }
}
