using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>
/// Options of one item can be told apart by who chooses, and topics by who reads their rates. Surveys may be stored that nobody has held
/// against it: it is for those that are written now.
/// </summary>
internal static class SameTextRules
{
    public static void Check(SurveyDraft survey, ProblemList problems)
    {
        foreach (var (i, scale) in survey.Scales.Index())
            Check(scale.Options.Select((option, j) => (option.Text, $"/scales/{i}/options/{j}")), "option", problems);
        foreach (var (i, item) in survey.Items.Index())
            Check(item.Item.Options.Select((option, j) => (option.Text, $"/items/{i}/options/{j}")), "option", problems);
        Check(survey.Topics.Select((topic, i) => (topic.Text, $"/topics/{i}")), "topic", problems);
    }

    /// <summary>In the first language in which one has the text of an earlier one: what was copied is so in all.</summary>
    private static void Check(IEnumerable<(LocalizedText Text, string Place)> texts, string what, ProblemList problems)
    {
        var first = new Dictionary<(string Language, string Text), string>();
        foreach (var (localized, place) in texts)
        {
            foreach (var (language, text) in localized.Texts.Where(text => text.Value.Length > 0))
            {
                if (first.TryAdd((language, Seen(text)), place))
                    continue;
                problems.Add(
                    $"{place}/text/{language}",
                    $"The {what} at {first[(language, Seen(text))]} has the text '{text}' too: nobody can tell the two apart, change one.");
                break;
            }
        }
    }

    private static string Seen(string text) =>
        string.Join(' ', text.Split(default(string[]), StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Concat(word.EnumerateRunes().Where(rune => !OddCharacters.IsInvisible(rune)))));
}
