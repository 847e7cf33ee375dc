using System.Text.RegularExpressions;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Tests.Pages;

public sealed partial class PageTextsTests
{
    [Fact]
    public void Every_language_has_the_same_keys_and_placeholders()
    {
        var english = Shape("en");
        foreach (var language in PageTexts.Languages)
            Assert.Equal(english, Shape(language));
    }

    [Fact]
    public void No_language_but_English_was_left_in_English()
    {
        // Short ones may be the same: "Neutral", a pattern of the clock.
        var english = PageTexts.In("en");
        foreach (var language in PageTexts.Languages.Skip(1))
        {
            var texts = PageTexts.In(language);
            var same = texts.Keys.Where(key => english[key].Length > 12 && texts[key] == english[key]);
            Assert.Empty(same);
        }
    }

    [Fact]
    public void Every_language_has_twelve_months()
    {
        foreach (var language in PageTexts.Languages)
            Assert.Equal(12, PageTexts.In(language)["time.months"].Split('|').Distinct().Count());
    }

    [Fact]
    public void A_language_without_texts_gets_English()
    {
        Assert.Equal("en", PageTexts.In("am").Language);
        Assert.Equal("so", PageTexts.In("so").Language);
    }

    [Fact]
    public void An_unknown_key_is_a_defect() => Assert.Throws<KeyNotFoundException>(() => PageTexts.In("en")["no.such.text"]);

    [Fact]
    public void A_percentage_in_a_right_to_left_text_is_isolated_and_a_text_of_its_own_direction_is_not()
    {
        var texts = PageTexts.In("ar");
        Assert.EndsWith("\u206644%\u2069", texts.With("dashboard.survey-rate", ("favorable", "44%")), StringComparison.Ordinal);
        Assert.EndsWith(" مدرسة.", texts.With("thanks.received", ("school", "مدرسة")), StringComparison.Ordinal);
        Assert.EndsWith(" 44%", PageTexts.In("en").With("dashboard.survey-rate", ("favorable", "44%")), StringComparison.Ordinal);
    }

    private static SortedDictionary<string, string> Shape(string language)
    {
        var texts = PageTexts.In(language);
        return new(texts.Keys.ToDictionary(key => key, key => string.Join(' ', Placeholder().Matches(texts[key]).Select(match => match.Value).Order())));
    }

#pragma warning disable MA0009 // Only our own pages and texts are matched.
    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
