using Surveys.Answers;

namespace Surveys.Tests.Answers;

public sealed class TypedTextTests
{
    [Theory]
    [InlineData("one\u000Btwo", "one\ntwo")]
    [InlineData("one\u000Ctwo\u0085three\u2028four\u2029five\rsix\r\nseven", "one\ntwo\nthree\nfour\nfive\nsix\nseven")]
    public void Whatever_breaks_a_line_becomes_a_line_feed(string typed, string cleaned) => Assert.Equal(cleaned, TypedText.Clean(typed));

    [Fact]
    public void Every_other_control_character_is_dropped_but_the_tab()
    {
        var controls = Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl);
        var others = controls.Except(['\t', '\n', '\v', '\f', '\r', '\u0085']);
        Assert.Equal("a\tb", TypedText.Clean($"a{string.Concat(others)}\tb"));
    }

    [Theory]
    [InlineData("می\u200Cخواهم")]
    [InlineData("क्\u200Dष \U0001F469\u200D\U0001F3EB")]
    [InlineData("\u200Fمدرسة\u200E \u2067ABC\u2069 \u202Bx\u202C \u061C")]
    public void Joiners_and_marks_of_direction_that_scripts_need_stay(string typed) => Assert.Equal(typed, TypedText.Clean(typed));
}
