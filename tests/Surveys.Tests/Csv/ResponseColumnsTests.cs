using FsCheck;
using FsCheck.Fluent;

using Surveys.Csv;
using Surveys.Definitions;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Csv;

public sealed class ResponseColumnsTests
{
    /// <summary>As SPSS and R have them, but for the case.</summary>
    private const string Reserved =
        "ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH if else repeat while function for next break TRUE FALSE NULL Inf NaN NA in";

    private const string Own = "school_id response_language response_channel received_hour sheet";

    // Ids that meet each other once hyphens are gone, that begin with digits, are reserved, or too long.
    private static readonly string[] Parts = ["a", "b", "q", "a--b", "b-a", "1", "2b", "school-id", "sheet", "na", "true", "with", new('x', 62)];

    private static readonly Gen<string> Ids =
        from parts in Gen.Elements(Parts).NonEmptyListOf()
        let id = string.Join('-', parts.Take(3))
        select id[..Math.Min(id.Length, 63)].TrimEnd('-');

    private static readonly Gen<Item> Items =
        from id in Ids
        from kind in Gen.Elements(Enum.GetValues<ItemKind>())
        from options in Ids.NonEmptyListOf()
        select SmallSurvey.Exclusive(id, [.. options.Distinct()], []) with { Kind = kind };

    private static readonly Gen<SurveyVersion> AnySurvey =
        from items in Items.NonEmptyListOf()
        select SmallSurvey.Survey with { Items = [.. items.DistinctBy(item => item.Id)] };

    [Fact]
    public void Every_name_is_one_that_SPSS_and_R_take_and_no_other_column_has() => Properties.Hold(AnySurvey, survey =>
    {
        var names = ResponseColumns.Of(survey).Select(column => column.Name).ToList();
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9_]{0,63}$", name));
        Assert.Empty(names.Intersect($"{Own} {Reserved.ToLowerInvariant()}".Split(' ')));
        return names.Distinct().Count() == names.Count;
    });

    [Fact]
    public void Every_item_has_a_column_and_of_a_multiple_choice_every_option_in_the_order_asked() => Properties.Hold(AnySurvey, survey =>
        ResponseColumns.Of(survey).Select(column => (column.Item, column.Option)).SequenceEqual(survey.Items.Index().SelectMany(entry =>
            entry.Item.Kind is ItemKind.MultipleChoice
                ? entry.Item.Options.Select((_, option) => (entry.Index, (int?)option))
                : [(entry.Index, null)])));

    [Fact]
    public void Items_added_at_the_end_change_no_name() => Properties.Hold(AnySurvey, survey =>
    {
        var shorter = ResponseColumns.Of(survey with { Items = [.. survey.Items.SkipLast(1)] });
        return ResponseColumns.Of(survey).Take(shorter.Count).SequenceEqual(shorter);
    });

    [Fact]
    public void A_name_is_made_of_ids_alone_whatever_machine_makes_it()
    {
        var x = new string('x', 63);
        var survey = SmallSurvey.Survey with
        {
            Items =
            [
                SmallSurvey.Item("left-out", ItemKind.Number, []),
                SmallSurvey.Exclusive("ways", ["zh-hant", "1"], []),
                SmallSurvey.Item("2nd-child", ItemKind.Number, []),
                SmallSurvey.Item("next", ItemKind.Number, []),
                SmallSurvey.Item("school-id", ItemKind.Number, []),
                SmallSurvey.Item("ways--1", ItemKind.Number, []),
                SmallSurvey.Item("q-ways--1", ItemKind.Number, []),
                SmallSurvey.Item(x, ItemKind.Number, []),
                SmallSurvey.Exclusive(x[1..], [x, x[1..]], []),
            ],
        };
        Assert.Equal(
            [
                "left_out", "ways__zh_hant", "ways__1", "q_2nd_child", "q_next", "q_school_id", "q_ways__1", "q_q_ways__1", x,
                // With the beginning of the ids' SHA-256.
                $"{x[..55]}_0ebb720a", $"{x[..55]}_c544cb8b",
            ],
            ResponseColumns.Of(survey).Select(column => column.Name));
    }
}
