using Surveys.Definitions;

namespace Surveys.Tests.Definitions;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("so")]
    [InlineData("hmn")]
    [InlineData("zh-Hant")]
    [InlineData("pt-BR")]
    [InlineData("es-419")]
    [InlineData("zh-Hant-HK")]
    public void A_language_with_script_and_region_in_the_usual_case_is_valid(string tag) => Assert.True(LanguageTag.IsValid(tag));

    [Theory]
    [InlineData("EN", "en")]
    [InlineData("ZH-HANT-tw", "zh-Hant-TW")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("de-CH-1996", "de-CH")]
    [InlineData("en-", "en")]
    public void Another_spelling_is_told_how_to_write_it(string tag, string usual)
    {
        Assert.False(LanguageTag.IsValid(tag));
        Assert.Contains($"write '{usual}'", LanguageTag.Explain(tag), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("english")]
    [InlineData("en_US")]
    [InlineData("*")]
    [InlineData("čs")]
    public void Anything_else_is_no_tag(string text)
    {
        Assert.Null(LanguageTag.Parse(text));
        Assert.Contains("use a tag such as en or so", LanguageTag.Explain(text), StringComparison.Ordinal);
    }
}
