using System.Text.RegularExpressions;

using SurveyFunctions.Pages;

using Surveys.Definitions;

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
            var same = texts.Keys.Where(key => english[key].Value.Length > 12 && texts[key] == english[key]);
            Assert.Empty(same);
        }
    }

    [Fact]
    public void Every_language_has_twelve_months()
    {
        foreach (var language in PageTexts.Languages)
            Assert.Equal(12, PageTexts.In(language)["time.months"].Value.Split('|').Distinct().Count());
    }

    [Fact]
    public void A_language_without_texts_gets_English_that_is_marked()
    {
        var (amharic, persian, english) = (PageTexts.In("am"), PageTexts.In("fa"), PageTexts.In("en"));
        Assert.Equal(("am", "አማርኛ", "ltr"), (amharic.Language, amharic.Name, amharic.Direction));
        Assert.Equal(english["thanks.title"].Value, amharic["thanks.title"].Value);
        Assert.Equal("""<span lang="en">Thank you</span>""", amharic["thanks.title"].ToMarkup());
        Assert.Equal("""<span lang="en" dir="ltr">Thank you</span>""", persian["thanks.title"].ToMarkup());
        Assert.Equal("Thank you", english["thanks.title"].ToMarkup());
    }

    [Theory]
    [InlineData("es-MX", "es", "Español (MX)")]
    [InlineData("zh-TW", "zh-Hant", "中文 (TW)")]
    public void A_region_has_the_words_of_its_language(string language, string words, string name)
    {
        var texts = PageTexts.In(language);
        Assert.Equal(PageTexts.In(words)["thanks.title"], texts["thanks.title"]);
        Assert.Equal((language, name), (texts.Language, texts.Name));
    }

    [Fact]
    public void A_value_amid_English_is_in_the_language_of_the_page_again_and_is_encoded()
    {
        var text = PageTexts.In("am").With("form.quoted", ("text", "<እሺ>"));
        Assert.Equal("“<እሺ>”", text.Value);
        Assert.Equal("""<span lang="en">“<bdi lang="am">&lt;እሺ&gt;</bdi>”</span>""", text.ToMarkup());
    }

    [Fact]
    public void Words_that_a_tenant_brought_stand_beside_English_for_those_that_are_missing()
    {
        var brought = new LanguageDefinition
        {
            Language = "fa",
            Name = "Persian",
            IsRightToLeft = true,
            Texts = new Dictionary<string, string> { ["time.full"] = "{day} {month} {year}", ["dashboard.as-of"] = "<{time}>" },
        };
        var texts = PageTexts.Of(brought, "1");

        var month = texts.Part("time.months", 10);
        var time = texts.With("dashboard.as-of", ("time", texts.With("time.full", ("day", "1"), ("month", month), ("year", "2"))));

        Assert.Equal("""<span lang="en" dir="ltr">November</span>""", month.ToMarkup());
        Assert.Equal("""&lt;1 <span lang="en" dir="ltr">November</span> 2&gt;""", time.ToMarkup().Replace("\u2066", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal));
        Assert.Equal("Persian", texts.Name);
    }

    [Fact]
    public void An_unknown_key_is_a_defect() => Assert.Throws<KeyNotFoundException>(() => PageTexts.In("en")["no.such.text"]);

    [Fact]
    public void A_percentage_in_a_right_to_left_text_is_isolated_and_a_text_of_its_own_direction_is_not()
    {
        var texts = PageTexts.In("ar");
        Assert.EndsWith("\u206644%\u2069", texts.With("dashboard.survey-rate", ("favorable", "44%")).Value, StringComparison.Ordinal);
        Assert.EndsWith(" مدرسة.", texts.With("thanks.received", ("school", "مدرسة")).Value, StringComparison.Ordinal);
        Assert.EndsWith(" 44%", PageTexts.In("en").With("dashboard.survey-rate", ("favorable", "44%")).Value, StringComparison.Ordinal);
    }

    private static SortedDictionary<string, string> Shape(string language)
    {
        var texts = PageTexts.In(language);
        return new(texts.Keys.ToDictionary(key => key, key => string.Join(' ', Placeholder().Matches(texts[key].Value).Select(match => match.Value).Order())));
    }

#pragma warning disable MA0009 // Only our own pages and texts are matched.
    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
