using System.Text.RegularExpressions;

namespace SurveyFunctions.Tests.Pages;

/// <summary>The start tags of a page in order, read strictly: every attribute quoted or without a value, every element closed.</summary>
/// <param name="Texts">Everything between tags, and the elements it is in, from the outermost.</param>
internal sealed partial record Markup(IReadOnlyList<Markup.Tag> Tags, IReadOnlyList<(string Text, IReadOnlyList<Markup.Tag> Elements)> Texts)
{
    private static readonly HashSet<string> Void = ["meta", "link", "input", "rect", "br", "hr", "img"];

    /// <param name="Text">What follows the tag up to the next one.</param>
    /// <param name="Ancestors">From the outermost.</param>
    public sealed record Tag(string Name, IReadOnlyDictionary<string, string> Attributes, string Text, IReadOnlyList<Tag> Ancestors)
    {
        public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

        public bool HasClass(string name) => this["class"]?.Split(' ').Contains(name) == true;
    }

    public static Markup Of(string html)
    {
        List<Tag> tags = [];
        List<(string, IReadOnlyList<Tag>)> texts = [];
        Stack<Tag> open = [];
        foreach (Match match in AnyTag().Matches(html))
        {
            var name = match.Groups["name"].Value;
            if (name.StartsWith('!'))
                continue;
            if (match.Groups["end"].Success)
            {
                Assert.Equal(open.Pop().Name, name);
                texts.Add((match.Groups["text"].Value, [.. open.Reverse()]));
                continue;
            }
            var attributes = new Dictionary<string, string>();
            foreach (Match attribute in Attribute().Matches(match.Groups["attributes"].Value))
                attributes.Add(attribute.Groups["name"].Value, attribute.Groups["value"].Value);
            Assert.Equal("", Attribute().Replace(match.Groups["attributes"].Value, "").Trim(' ', '/'));
            var tag = new Tag(name, attributes, match.Groups["text"].Value, [.. open.Reverse()]);
            tags.Add(tag);
            if (!Void.Contains(name) || (name == "rect" && !match.Value.Contains("/>", StringComparison.Ordinal)))
                open.Push(tag);
            texts.Add((tag.Text, [.. open.Reverse()]));
        }
        Assert.Empty(open);
        Assert.Equal(html.Count(c => c == '<'), AnyTag().Count(html));
        return new Markup(tags, texts);
    }

    public IEnumerable<Tag> Named(string name) => Tags.Where(tag => tag.Name == name);

    public Tag? WithId(string id) => Tags.SingleOrDefault(tag => tag["id"] == id);

#pragma warning disable MA0009 // Only our own pages and texts are matched.
    [GeneratedRegex("""<(?<end>/)?(?<name>!?[a-z0-9]+)(?<attributes>(?:[^<>"]|"[^"]*")*)>(?<text>[^<]*)""")]
    private static partial Regex AnyTag();

    [GeneratedRegex("""\s+(?<name>[a-zA-Z-]+)(?:="(?<value>[^"<]*)")?""")]
    private static partial Regex Attribute();
}
