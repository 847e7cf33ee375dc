using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace SurveyFunctions.Pages;

/// <summary>
/// A fragment of markup, written as an interpolated string: <c>Html row = $"&lt;td&gt;{name}&lt;/td&gt;"</c>. The literal parts are
/// markup; every hole is encoded unless it is itself <see cref="Html"/>. Encoded text is safe between tags and inside a quoted
/// attribute, so attributes are always quoted; it is not safe inside a script or style element, and no page has one.
/// </summary>
/// <remarks>
/// A fragment holds its pieces and the fragments inside it, so that composing copies nothing. Razor components would do the same
/// work, at about 1.5 times the start-up time of the empty app (docs/architecture.md).
/// </remarks>
[InterpolatedStringHandler]
public sealed class Html
{
    // Letters of every script stay as they are; only what is special in markup is replaced.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // Each is a string, ready to be sent, or a fragment.
    private readonly List<object> _pieces;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public Html(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _pieces = new List<object>(2 * formattedCount + 1);
    }

    /// <summary>Called by the compiler for the argument of <see cref="When"/>: without the condition the holes are not evaluated.</summary>
    public Html(int literalLength, int formattedCount, bool condition, out bool shouldAppend)
        : this(literalLength, condition ? formattedCount : 0) => shouldAppend = condition;

    public static Html Empty { get; } = new(0, 0);

    /// <summary>Gives an interpolated string the type of a fragment where the compiler would take it for a string.</summary>
    public static Html Of(Html markup) => markup;

    /// <summary>The fragment, or nothing. Holes of an interpolated string given here are evaluated only under the condition.</summary>
    public static Html When(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] Html markup) =>
        condition ? markup : Empty;

    /// <summary>One fragment per value, one after the other.</summary>
    public static Html Each<T>(IEnumerable<T> values, Func<T, Html> markup)
    {
        var all = new Html(0, 0);
        foreach (var value in values)
            all.AppendFormatted(markup(value));
        return all;
    }

    /// <summary>Markup as it stands. The compiler passes the literal parts of an interpolated string; nothing else may call it.</summary>
    public void AppendLiteral(string markup) => _pieces.Add(markup);

    public void AppendFormatted(Html? fragment)
    {
        if (fragment is { _pieces.Count: > 0 })
            _pieces.Add(fragment);
    }

    public void AppendFormatted(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _pieces.Add(Encoder.Encode(text));
    }

    /// <summary>Digits without grouping, as attributes need them; readers get <see cref="Figures"/>.</summary>
    public void AppendFormatted(int number) => _pieces.Add(number.ToString());

    /// <summary>Writes UTF-8.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        foreach (var piece in _pieces)
        {
            if (piece is Html fragment)
                fragment.WriteTo(writer);
            else
                Encoding.UTF8.GetBytes((string)piece, writer);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    private void AppendTo(StringBuilder text)
    {
        foreach (var piece in _pieces)
        {
            if (piece is Html fragment)
                fragment.AppendTo(text);
            else
                text.Append((string)piece);
        }
    }
}
