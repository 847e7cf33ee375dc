using System.Text.Encodings.Web;
using System.Text.Unicode;

using Microsoft.AspNetCore.Html;

namespace SurveyFunctions.Pages;

/// <summary>
/// A text of a page. As the content of an element it is marked where it is in another language than the page, so that it is read aloud and
/// laid out right; in attributes and the document's title, which cannot be marked, its <see cref="Value"/> stands.
/// </summary>
/// <param name="Value">Not encoded.</param>
/// <param name="Markup">Null: all of it is in the page's language.</param>
public sealed record PageText(string Value, string? Markup = null) : IHtmlContent
{
    /// <summary>Letters of every script stay as they are; only what is special in markup is replaced.</summary>
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static implicit operator PageText(string value) => new(value);

    public static PageText Join(PageText separator, params IReadOnlyList<PageText> texts) => new(
        string.Join(separator.Value, texts.Select(text => text.Value)),
        texts.Append(separator).Any(text => text.Markup is not null) ? string.Join(separator.ToMarkup(), texts.Select(text => text.ToMarkup())) : null);

    public string ToMarkup() => Markup ?? Encoder.Encode(Value);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(ToMarkup());

    public override string ToString() => Value;
}
