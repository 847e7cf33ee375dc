using SurveyFunctions.Pages;

namespace SurveyFunctions.Tests.Pages;

public sealed class PageLanguageTests
{
    [Theory]
    [InlineData("es-MX", "en es", "es")]
    [InlineData("ES", "en es", "es")]
    [InlineData("pt", "en pt-BR", "pt-BR")]
    [InlineData("pt-BR", "pt-PT pt pt-BR", "pt-BR")]
    [InlineData("pt-AO", "pt-BR pt", "pt")]
    [InlineData("zh", "en zh-Hant zh-Hans", "zh-Hans")]
    [InlineData("zh-CN", "en zh-Hant zh-Hans", "zh-Hans")]
    [InlineData("zh-sg", "en zh-Hant zh-Hans", "zh-Hans")]
    [InlineData("zh-TW", "en zh-Hans zh-Hant", "zh-Hant")]
    [InlineData("zh-HK", "en zh-Hans zh-Hant", "zh-Hant")]
    [InlineData("zh-MO", "en zh-Hans zh-Hant", "zh-Hant")]
    [InlineData("zh-Hant-CN", "en zh-Hans zh-Hant", "zh-Hant")]
    [InlineData("zh-HK", "zh-CN zh-TW", "zh-TW")]
    [InlineData("zh-TW", "en zh-Hans", "zh-Hans")]
    [InlineData("zh-hans-CN-u-co-pinyin", "en zh-Hans", "zh-Hans")]
    [InlineData("sr-Latn-RS", "sr-Cyrl sr-Latn", "sr-Latn")]
    [InlineData("sr", "sr-Latn sr-Cyrl", "sr-Cyrl")]
    [InlineData("pa-PK", "pa pa-Arab", "pa-Arab")]
    [InlineData("fil-PH", "en tl", "tl")]
    [InlineData("iw", "en he", "he")]
    [InlineData("fr", "en es", null)]
    [InlineData("*", "en es", null)]
    [InlineData("", "en es", null)]
    public void Who_asks_for_a_language_gets_the_closest_that_is_offered(string asked, string offered, string? expected) =>
        Assert.Equal(expected, PageLanguage.Match(asked, offered.Split(' ')));

    [Theory]
    [InlineData("ar", true)]
    [InlineData("ar-EG", true)]
    [InlineData("az-Arab", true)]
    [InlineData("az", false)]
    [InlineData("pa-Arab", true)]
    [InlineData("pa-PK", true)]
    [InlineData("pa", false)]
    [InlineData("ku-Latn", false)]
    [InlineData("ar-Latn", false)]
    [InlineData("so", false)]
    public void The_script_decides_the_direction(string language, bool isRightToLeft) =>
        Assert.Equal(isRightToLeft, PageLanguages.IsRightToLeft(language));
}
