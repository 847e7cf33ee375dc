using System.Text;
using Surveys.Definitions;

namespace Surveys.Tests.Definitions;

public sealed class TenantReaderTests
{
    [Fact]
    public void A_good_file_is_read_whole()
    {
        var tenant = Read("""{"format": 1, "id": "seattle", "name": "Seattle schools", "timeZone": "America/Los_Angeles"}""").Value!;

        Assert.Equal("seattle", tenant.Id.Value);
        Assert.Equal("Seattle schools", tenant.Name);
        Assert.Equal("America/Los_Angeles", tenant.TimeZone);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once() =>
        Assert.Equal(
            ["/colour", "/format", "/id", "/name", "/timeZone"],
            Read("""{"format": 0, "id": "a b", "name": " ", "timeZone": "America/Los_Angelos", "colour": "red"}""")
                .Problems.Select(problem => problem.Place));

    private static Reading<TenantDefinition> Read(string json) => TenantReader.Read(Encoding.UTF8.GetBytes(json));
}
