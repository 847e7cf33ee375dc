using Microsoft.Extensions.Primitives;

namespace SurveyFunctions.Hosting;

/// <summary>
/// Addresses of pages as people copy and type them lead to the one true address: in capitals, with the full stop or the bracket of the
/// sentence that they stood in, with the dashes and the invisible characters that word processors and messengers make.
/// </summary>
public static class CopiedAddresses
{
    private const string Dashes = "\u2010\u2011\u2012\u2013\u2014\u2212";
    private const string Invisible = "\u00AD\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF";
    private const string AtTheEnd = " \u00A0.,;:!?)]}>\"'*_”’»›…،۔。，";

    /// <summary>What nobody types.</summary>
    private static readonly PathString[] OfPrograms = ["/api", "/assets", "/provider"];

    public static IApplicationBuilder UseCopiedAddresses(this IApplicationBuilder app) =>
        app.Use((context, next) => Correct(context.Request) is { } address
            ? TypedResults.LocalRedirect(address, preserveMethod: true).ExecuteAsync(context)
            : next(context));

    /// <summary>Null: there is nothing to correct.</summary>
    private static string? Correct(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var corrected = Correct(path).ToLowerInvariant();
        // What begins like the address of another site, or is encoded twice, nobody copied from here.
        if (Array.Exists(OfPrograms, start => request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase))
            || corrected.StartsWith("//", StringComparison.Ordinal) || corrected.AsSpan().ContainsAny('\\', '%'))
        {
            return null;
        }
        var query = request.Query.Select(pair => KeyValuePair.Create(
            // As it stands in the source of a page.
            pair.Key.StartsWith("amp;", StringComparison.Ordinal) ? pair.Key[4..] : pair.Key,
            new StringValues([.. pair.Value.Select(value => Correct(value ?? ""))]))).ToList();
        var isQueryRight = query.TrueForAll(pair => pair.Value == request.Query[pair.Key]);
        return isQueryRight && corrected == path
            ? null
            : new PathString(corrected).ToUriComponent() + (isQueryRight ? request.QueryString : QueryString.Create(query));
    }

    private static string Correct(string text)
    {
        var end = text.AsSpan().TrimEnd(AtTheEnd + Invisible);
        if (end.Length == text.Length && !text.AsSpan().ContainsAny(Dashes + Invisible))
            return text;
        return string.Concat(end.ToString().Where(character => !Invisible.Contains(character)).Select(character => Dashes.Contains(character) ? '-' : character));
    }
}
