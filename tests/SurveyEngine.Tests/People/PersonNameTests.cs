using SurveyEngine.People;

namespace SurveyEngine.Tests.People;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Diaz at Alder Bridge High")]
    [InlineData("Nguyễn Thị Minh")]
    [InlineData("محمد الأمين")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("陳太太 (家長會)")]
    public void A_name_in_any_script_stays(string name) => Assert.Equal((name, true), (PersonName.Clean(name), PersonName.IsClean(name)));

    [Theory]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("\u200B", "")]
    [InlineData("\u3164", "")]
    [InlineData(" Diaz ", "Diaz")]
    [InlineData("a\u202Eb", "ab")]
    [InlineData("a\u001B[31mb\r\n\0", "a[31mb")]
    [InlineData("Anna\u3164", "Anna")]
    [InlineData("a\uFFFFb\uFFFE", "ab")]
    [InlineData("a\uE000b", "ab")]
    [InlineData("Z\u0300\u0300\u0300\u0300\u0300\u0300", "Z\u0300\u0300\u0300\u0300")]
    public void What_is_not_seen_or_hides_others_goes(string typed, string left) => Assert.Equal((left, false), (PersonName.Clean(typed), PersonName.IsClean(typed)));

    [Fact]
    public void It_has_a_hundred_characters_at_most() => Assert.Equal(new string('a', PersonName.MostCharacters), PersonName.Clean(new string('a', 1_000)));
}
