using System.Text;

using SurveyFunctions.Results;

using Surveys.Ids;
using Surveys.Releases;

using TestSupport;

namespace SurveyFunctions.Tests.Results;

public sealed class ResultsCsvTests(AppFixture app)
{
    [Theory]
    [InlineData("=HYPERLINK(0)", "'=HYPERLINK(0)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "-1")]
    [InlineData("-A1", "'-A1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("=A1,\"x\"", "\"'=A1,\"\"x\"\"\"")]
    [InlineData("St. Mary's, \"North\"", "\"St. Mary's, \"\"North\"\"\"")]
    [InlineData("Two\r\nlines", "\"Two\r\nlines\"")]
    [InlineData("مدرسة الشمال", "مدرسة الشمال")]
    [InlineData("A - B = C", "A - B = C")]
    public async Task A_name_is_quoted_and_is_never_a_formula(string name, string field)
    {
        var wave = await app.OpenWaveAsync(schools: 1);
        var results = new ShownScope
        {
            Scope = new ScopeLink(new ScopeId("north"), name, "school"),
            Parents = [],
            ReleaseId = "r1",
            AsOf = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
            Participation = ShownParticipation.Hidden,
            Survey = ShownRate.Hidden,
            Topics = [],
            Items = [],
            Children = [],
        };

        var csv = Encoding.UTF8.GetString(ResultsCsv.Write(new FoundResults(wave.Wave, results, "W/\"1\"")).Span);

        Assert.Contains($",north,{field},school,,,topline,,", csv, StringComparison.Ordinal);
    }
}
