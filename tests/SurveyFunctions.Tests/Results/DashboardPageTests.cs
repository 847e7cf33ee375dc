using System.Net;
using System.Text.RegularExpressions;

using SurveyFunctions.Pages;
using SurveyFunctions.Results;
using SurveyFunctions.Tests.Pages;

using Surveys.Releases;

namespace SurveyFunctions.Tests.Results;

public sealed partial class DashboardPageTests
{
    public static TheoryData<string> Languages() => [.. Samples.Languages];

    [Fact]
    public void Figures_stand_as_text_in_tables()
    {
        var rows = Rows(DashboardPage.Create(Samples.Dashboard("en")).Text());
        Assert.Equal("Belonging | 48% | 20% | 32% | 600", rows[0]);
        Assert.Equal("Safety | * not shown | * not shown | * not shown | * not shown", rows[1]);
        Assert.Contains("Question welcome? | 50% | 18% | 32% | 600", rows);
    }

    [Fact]
    public void Children_show_their_topline_responses_and_response_rate()
    {
        var rows = Rows(DashboardPage.Create(Samples.Dashboard("en")).Text());
        Assert.Contains("Name of rainier-view | 70% | 20% | 66% | 214 | 24%", rows);
        Assert.Contains("Name of unknown-enrolment | 40% | 40% | 41% | 144 | unknown", rows);
        Assert.Contains("Name of tiny | * not shown | * not shown | * not shown | * not shown | * not shown", rows);
    }

    [Fact]
    public void More_responses_than_are_on_file_are_said_to_be_more()
    {
        var view = Samples.Dashboard("en");
        var over = view with { Results = view.Results with { Participation = new ShownParticipation(31, 20, 155, IsLow: false) } };
        Assert.Contains("<p>31 responses, more than the 20 on file</p>", DashboardPage.Create(over).Text(), StringComparison.Ordinal);
        var all = view with { Results = view.Results with { Participation = new ShownParticipation(20, 20, 100, IsLow: false) } };
        Assert.Contains("<p>20 responses, out of 20 possible</p>", DashboardPage.Create(all).Text(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Hidden_cells_look_the_same_everywhere_and_show_no_digit(string language)
    {
        var page = DashboardPage.Create(Samples.HiddenDashboard(language)).Text();
        var cells = Cell().Matches(page).Select(match => match.Groups["content"].Value).Distinct().ToList();
        Assert.Equal([$"""<span aria-hidden="true">*</span><span class="unseen">{PageTexts.In(language)["rate.not-shown"].Value}</span>"""], cells);
        var bars = Bar().Matches(page).Select(match => match.Value).Distinct();
        Assert.Equal(["""<svg class="bar" aria-hidden="true"><rect class="none" width="100%" height="100%"/></svg>"""], bars);

        // The figures left are the date, the rule's own number and constants of explanations.
        var main = Time().Replace(page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("class=\"notes\"", StringComparison.Ordinal)], "");
        var text = AnyTag().Replace(Legend().Replace(main, ""), "").Replace("2026", "", StringComparison.Ordinal);
        Assert.DoesNotContain(WebUtility.HtmlDecode(text), char.IsDigit);
    }

    [Fact]
    public void Hidden_and_absent_results_of_an_item_look_the_same()
    {
        var view = Samples.Dashboard("en");
        var absent = view with { Results = view.Results with { Items = [.. view.Results.Items.Where(item => item.Rate.IsShown)], Topics = [view.Results.Topics[0]] } };
        Assert.Equal(DashboardPage.Create(view).Text(), DashboardPage.Create(absent).Text());
    }

    [Theory]
    [InlineData("en", "0% 50% 68%")]
    [InlineData("ar", "50% 32% 0%")]
    public void Bars_run_in_reading_direction(string language, string starts)
    {
        var page = DashboardPage.Create(Samples.Dashboard(language)).Text();
        var welcome = page[page.IndexOf("Question welcome?", StringComparison.Ordinal)..];
        var bar = Bar().Match(welcome).Value;
        Assert.Equal(starts, string.Join(' ', Segment().Matches(bar).Select(match => match.Groups["x"].Value)));
        Assert.Equal("50% 18% 32%", string.Join(' ', Segment().Matches(bar).Select(match => match.Groups["width"].Value)));
    }

    [Fact]
    public void A_bar_of_rounded_figures_that_sum_to_101_still_ends_at_its_end()
    {
        var page = DashboardPage.Create(Samples.Dashboard("en")).Text();
        var bar = Bar().Match(page[page.IndexOf("Question heard?", StringComparison.Ordinal)..]).Value;
        Assert.Equal("46% 22% 32%", string.Join(' ', Segment().Matches(bar).Select(match => match.Groups["width"].Value)));
        Assert.Contains(">33%</text>", bar, StringComparison.Ordinal);
    }

    [Fact]
    public void The_topline_says_the_interval_in_words()
    {
        var page = DashboardPage.Create(Samples.Dashboard("en")).Text();
        Assert.Contains("95% interval for the favorable share: 58% to 66%", page, StringComparison.Ordinal);
        Assert.Contains("Answers: 600", page, StringComparison.Ordinal);
        Assert.Contains("640 responses, out of 4,200 possible", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_low_response_rate_is_flagged_and_a_usual_one_is_not()
    {
        var view = Samples.Dashboard("en");
        var usual = view with { Results = view.Results with { Participation = new ShownParticipation(2100, 4200, 50, IsLow: false) } };
        Assert.Contains("read the figures with care", DashboardPage.Create(view).Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("read the figures with care", DashboardPage.Create(usual).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_as_of_time_is_absolute_in_the_tenants_time_zone()
    {
        var page = DashboardPage.Create(Samples.Dashboard("en")).Text();
        Assert.Contains("""<time datetime="2026-11-21T23:04:00Z">As of November 21, 2026, 3:04 PM (Los Angeles time)</time>""", page, StringComparison.Ordinal);
        var spanish = DashboardPage.Create(Samples.Dashboard("es")).Text();
        Assert.Contains("21 de noviembre de 2026, 15:04 (hora de Los Angeles)", spanish, StringComparison.Ordinal);
    }

    [Fact]
    public void A_survey_without_a_headline_shows_all_questions_together()
    {
        var view = Samples.Dashboard("en");
        var survey = Samples.Survey with { Items = [.. Samples.Survey.Items.Where(item => !item.IsHeadline)] };
        var page = DashboardPage.Create(view with { Survey = survey, Results = view.Results with { Headline = null } }).Text();
        Assert.Contains("""<h2 id="topline">All questions</h2>""", page, StringComparison.Ordinal);
        Assert.Contains("Name of rainier-view | 66% | 20% | 66% | 214 | 24%", Rows(page));
    }

    [Fact]
    public void Parents_children_and_data_are_linked()
    {
        var links = Markup.Of(DashboardPage.Create(Samples.Dashboard("en")).Text()).Named("a").Select(tag => tag["href"]).ToList();
        Assert.Contains("/w/fall/seattle", links);
        Assert.Contains("/w/fall/tiny", links);
        Assert.Contains("/api/waves/fall/results/southeast", links);
        Assert.Contains("/api/waves/fall/results/southeast.csv", links);
    }

    // Body rows of all tables, as text.
    private static List<string> Rows(string page) =>
    [
        .. Row().Matches(page).Select(row => string.Join(" | ", AnyCell().Matches(row.Value)
            .Select(cell => Spaces().Replace(AnyTag().Replace(Bar().Replace(cell.Value, ""), " "), " ").Trim()))),
    ];

#pragma warning disable MA0009 // Only our own pages and texts are matched.
    [GeneratedRegex("""<tr role="row"><th role="rowheader".*?</tr>""", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<(?:th|td).*?</(?:th|td)>", RegexOptions.Singleline)]
    private static partial Regex AnyCell();

    [GeneratedRegex("""<td role="cell"[^>]*>\s*(?<content>.*?)\s*</td>""", RegexOptions.Singleline)]
    private static partial Regex Cell();

    [GeneratedRegex("""<svg class="bar".*?</svg>""", RegexOptions.Singleline)]
    private static partial Regex Bar();

    [GeneratedRegex("""<rect class="(?:favorable|neutral|unfavorable)" x="(?<x>.*?)" width="(?<width>.*?)" """)]
    private static partial Regex Segment();

    [GeneratedRegex("<time .*?</time>", RegexOptions.Singleline)]
    private static partial Regex Time();

    [GeneratedRegex("""<ul class="legend">.*?</ul>""", RegexOptions.Singleline)]
    private static partial Regex Legend();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
