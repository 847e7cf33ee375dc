using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>Reads a language of a tenant's pages from its JSON file.</summary>
public static class LanguageReader
{
    public const int MaxNameLength = 60;

    /// <summary>Of a text: the app's own are a third of it.</summary>
    public const int MaxTextLength = 1000;

    public static readonly IReadOnlyList<string> KnownProperties = ["$schema", "format", "language", "name", "direction", "texts"];

    /// <summary>Whether it is <c>rtl</c>.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Directions = new OrderedDictionary<string, bool> { ["ltr"] = false, ["rtl"] = true };

    /// <summary>The language, or every problem of the file at once; never throws. Which texts pages have is for whoever shows pages.</summary>
    /// <param name="isNew">By the rules of today too, and not only by those that what is stored was loaded by.</param>
    public static Reading<LanguageDefinition, DefinitionProblem> Read(ReadOnlyMemory<byte> utf8, bool isNew = false) =>
        DefinitionFile.Read(utf8, KnownProperties, (file, problems) =>
        {
            var language = file.Required("language")?.Text();
            if (language is { Length: > 0 } && !LanguageTag.IsValid(language))
                file.Report("language", LanguageTag.Explain(language));
            var name = file.Required("name")?.Text(MaxNameLength);
            var isRightToLeft = file.Required("direction")?.Choice(Directions);
            var texts = file.Required("texts")?.Properties()?.ToDictionary(text => text.Key, text => ReadText(text, isNew ? MaxTextLength : int.MaxValue));
            if (!problems.IsEmpty)
                return null;

            return new LanguageDefinition { Language = language!, Name = name!, IsRightToLeft = isRightToLeft!.Value, Texts = texts! };
        });

    private static string ReadText(KeyValuePair<string, DefinitionValue> text, int maxLength)
    {
        if (!text.Key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            text.Value.Report("A key of a text has a-z, 0-9, dots and hyphens: remove this text, or correct its key.");
        return text.Value.Text(maxLength);
    }
}
