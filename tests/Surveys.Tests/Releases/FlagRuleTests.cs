using System.Globalization;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tallies;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Releases;

public class FlagRuleTests
{
    private const int Pace = 100;

    private static readonly SchoolId School = new("alder");
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Eleven scales, the last two of them reversed, and a comment.</summary>
    private static readonly SurveyVersion Survey = SmallSurvey.Survey with
    {
        Items =
        [
            .. Enumerable.Range(0, 9).Select(i => SmallSurvey.Survey.Items[SmallSurvey.Welcome] with { Id = $"item-{i}" }),
            .. Enumerable.Range(9, 2).Select(i => SmallSurvey.Survey.Items[SmallSurvey.Ignored] with { Id = $"item-{i}" }),
            SmallSurvey.Survey.Items[SmallSurvey.More],
        ],
    };

    private static readonly FlagRule Rule = new(Survey);

    [Theory]
    [InlineData(null, Audience.Family, null, 100)]
    [InlineData(null, Audience.Family, 150, 100)]
    [InlineData(null, Audience.Family, 900, 450)]
    [InlineData(null, Audience.Staff, 80, 100)]
    [InlineData(null, Audience.Staff, 160, 160)]
    [InlineData(40, Audience.Family, 900, 40)]
    public void A_pace_is_what_a_school_night_or_a_staff_meeting_may_bring_or_what_the_wave_says(int? set, Audience audience, int? population, int pace)
    {
        var wave = new WaveDefinition
        {
            Id = new WaveId("wave"),
            Title = Survey.Title,
            Survey = Survey.Id,
            Version = 1,
            Population = Population.Households,
            Pace = set,
        };
        Assert.Equal(pace, new FlagRule(Survey with { Audiences = [audience] }).PaceOf(wave, population));
    }

    [Fact]
    public void All_of_an_hour_past_the_pace_is_flagged_and_nothing_of_the_hours_beside_it()
    {
        var arrivals = Different(0, 100).Concat(Different(1, 101)).Concat(Different(2, 99)).ToList();

        var flags = Rule.Find(arrivals, Pace, []);

        Assert.Equal(101, flags.Count);
        Assert.All(flags, flag => Assert.Equal((Monday.AddHours(1), 0, true), (flag.Arrival.Hour, flag.Lot, flag.IsHasty)));
    }

    [Fact]
    public void An_hour_that_was_decided_about_stays_so_whatever_is_withdrawn()
    {
        var decision = new FlagDecision(Monday.AddHours(5), [Monday.AddHours(1)], IsTakenIn: false);
        var flags = Rule.Find(Different(1, 30).Concat(Different(2, 101)).Concat(Different(7, 101)), Pace, [decision]);

        // The second was no more than people could send when the decision was made, or it would be of it.
        Assert.Equal([(0, 1, 30), (1, 2, 101), (1, 7, 101)], flags.GroupBy(flag => (flag.Lot, flag.Arrival.Hour.Hour - 8))
            .Select(group => (group.Key.Lot, group.Key.Item2, group.Count())));
    }

    [Fact]
    public void Identical_ones_are_flagged_from_the_tenth_on_in_the_order_of_their_hours()
    {
        var arrivals = Same("22111111111a", hour: 3, 4).Concat(Same("22111111111a", hour: 1, 8)).Concat(Different(2, 50)).ToList();

        var flags = Rule.Find(arrivals, Pace, []);

        Assert.Equal([3, 3, 3], flags.Select(flag => flag.Arrival.Hour.Hour - 8));
        Assert.All(flags, flag => Assert.Equal((0, false), (flag.Lot, flag.IsHasty)));
        Assert.Empty(Rule.Find(arrivals.Skip(3), Pace, []));
    }

    /// <summary>Of the codes of a sheet the tenth and eleventh are of reversed items; "a" is a comment.</summary>
    [Theory]
    [InlineData("11111111111")]
    [InlineData("11111111133")]
    [InlineData("33333333311")]
    [InlineData("21111111111")]
    [InlineData("11211111111a")]
    [InlineData("212121212")]
    public void Sheets_that_many_give_alike_are_flagged_as_far_as_they_are_more_than_all_others(string sheet)
    {
        Assert.Empty(Rule.Find(Same(sheet, hour: 1, 40).Concat(Different(2, 40)), Pace, []));
        Assert.Equal(5, Rule.Find(Same(sheet, hour: 1, 45).Concat(Different(2, 40)), Pace, []).Count);
        Assert.Single(Rule.Find(Same(sheet, hour: 1, 10).Concat(Different(2, 4)), Pace, []));
    }

    [Fact]
    public void What_comes_later_takes_nothing_out_of_a_lot_that_was_decided()
    {
        var decision = new FlagDecision(Monday.AddHours(3), [], IsTakenIn: false);
        var arrivals = Same("11111111111", hour: 1, 60).Concat(Different(2, 20)).Concat(Different(4, 90)).ToList();

        Assert.Equal(40, Rule.Find(arrivals, Pace, [decision]).Count(flag => flag.Lot == 0));
        Assert.Empty(Rule.Find(arrivals, Pace, []));
        var more = Rule.Find([.. arrivals, .. Same("11111111111", hour: 5, 95)], Pace, [decision]);
        Assert.Equal((40, 5), (more.Count(flag => flag.Lot == 0), more.Count(flag => flag.Lot == 1)));
    }

    [Fact]
    public void A_survey_of_few_questions_has_no_answers_that_are_too_much_alike()
    {
        var few = new FlagRule(Survey with { Items = [.. Survey.Items.Take(9), Survey.Items[^1]] });
        Assert.Empty(few.Find(Same("121212121a", hour: 1, 60), Pace, []));
    }

    /// <summary>How many are flagged, of so many of one sheet, all slowly, and others that are all different.</summary>
    internal static int FlaggedOf(string sheet, int times, int others) =>
        Rule.Find(Same(sheet, hour: 1, times).Concat(Different(1, others)), int.MaxValue, []).Count;

    /// <summary>Nobody ever gave one of them twice.</summary>
    private static IEnumerable<Arrival> Different(int hour, int count) => Enumerable.Range(0, count).Select(i => new Arrival(
        Monday.AddHours(hour), $"{hour}/{i}", EntryOf(Convert.ToString((hour * 1000) + i, 2).PadLeft(11, '0').Replace('1', '2').Replace('0', '1'))));

    private static IEnumerable<Arrival> Same(string sheet, int hour, int count) =>
        Enumerable.Repeat(new Arrival(Monday.AddHours(hour), sheet, EntryOf(sheet)), count);

    private static SheetEntry EntryOf(string sheet) => new()
    {
        School = School,
        Language = 0,
        Channel = Channel.Link,
        Codes = [.. sheet.PadRight(Survey.Items.Count, '0').Select((c, i) => c == 'a' ? 1 : int.Parse([c], CultureInfo.InvariantCulture))],
    };
}
