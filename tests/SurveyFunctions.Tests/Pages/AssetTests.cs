using System.Text;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Tests.Pages;

public sealed class AssetTests
{
    [Fact]
    public void The_stylesheet_is_small_and_loads_nothing_else()
    {
        var css = Encoding.UTF8.GetString(Asset.Style.Content.Span);
        Assert.InRange(css.Length, 1000, 15_000);
        Assert.DoesNotContain("@import", css, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", css.Replace("url(#hatch)", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stylesheet_lays_out_by_reading_direction_only()
    {
        var css = Encoding.UTF8.GetString(Asset.Style.Content.Span);
        Assert.DoesNotMatch("(margin|padding|border)-(left|right)|text-align: (left|right)|float: (left|right)", css);
    }

    [Fact]
    public void An_address_changes_with_the_content()
    {
        Assert.Matches(@"^/assets/site\.css\?v=[0-9a-f]{12}$", Asset.Style.Address);
        Assert.NotEqual(Asset.Style.Version, Asset.Icon.Version);
    }

    [Fact]
    public void Files_are_found_by_name()
    {
        Assert.Same(Asset.Style, Asset.Find("site.css"));
        Assert.Null(Asset.Find("../Program.cs"));
    }
}
