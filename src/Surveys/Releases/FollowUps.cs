using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// How many answered a question that not all were asked tells how many gave the answers that lead to it. So it is told of everyone only where these are, and
/// of no group, of which they never are; then it adds nothing to what readers have.
/// </summary>
internal static class FollowUps
{
    /// <summary>What decides who is asked; of a topic of earlier layouts, which counts follow-ups in, of any of its items.</summary>
    public static Condition[] ConditionsOf(TallyLayout layout, IReadOnlyList<Measure> measures, int measure) =>
    [
        .. from item in measures[measure].Kind is MeasureKind.Topic ? measures.Where(item => item.Whole == measure) : [measures[measure]]
           select layout.Survey.Items[item.ItemIndex].ShowIf into condition
           where condition is not null
           select condition,
    ];

    /// <summary>Whether it is told of everyone in a scope how many gave the answers.</summary>
    /// <param name="conditions">On which it depends.</param>
    /// <param name="responses">Whether it is told how many of a slice responded.</param>
    /// <param name="options">Whether it is told of an option of a multiple choice, by its measure, how many chose it.</param>
    /// <param name="distribution">Whether it is told of a question, by its measure, how many gave each answer.</param>
    public static bool AreTold(TallyLayout layout, IReadOnlyList<Measure> measures, Condition[] conditions, Func<int, bool> responses, Func<int, bool> options, Func<int, bool> distribution) =>
        Array.TrueForAll(conditions, condition =>
        {
            var (index, item) = layout.Survey.Items.Index().First(entry => entry.Item.Id == condition.ItemId);
            var asked = condition.AnyOf.Select(id => item.Options.Index().First(option => option.Item.Id == id).Index);
            if (item.IsGroup)
                return asked.All(option => responses(layout.Groups.First(group => group.ItemIndex == index).First + option));
            var first = measures.Index().First(entry => entry.Item.ItemIndex == index).Index;
            // Of several options together it is not told how many chose none of them, or all.
            return item.Kind is ItemKind.MultipleChoice ? condition.AnyOf.Count == 1 && options(first + 1 + asked.First()) : distribution(first);
        });

    /// <summary>The same of what is decided.</summary>
    public static bool AreTold(TallyLayout layout, Disclosures told, Condition[] conditions, int scope) => AreTold(
        layout, told.Measures, conditions,
        slice => told.IsResponsesTold(scope, slice),
        option => told[scope, TallyLayout.Everyone, option] > Disclosure.Hidden,
        question => told[scope, TallyLayout.Everyone, question] is Disclosure.Distribution);

    /// <summary>Whether readers know that nobody answered it: that nobody is in a group they may know, and that nobody was asked what leads to it.</summary>
    /// <param name="isNobodys">Of a measure, in this scope.</param>
    public static bool IsNobodyKnown(TallyLayout layout, Disclosures told, int measure, int scope, Func<int, bool> isNobodys) => AreTold(
        layout, told.Measures, ConditionsOf(layout, told.Measures, measure),
        _ => true,
        option => told[scope, TallyLayout.Everyone, option] > Disclosure.Hidden,
        question => told[scope, TallyLayout.Everyone, question] is Disclosure.Distribution
            || (isNobodys(question) && ConditionsOf(layout, told.Measures, question).Length > 0 && IsNobodyKnown(layout, told, question, scope, isNobodys)));
}
