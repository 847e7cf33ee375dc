using System.Globalization;

using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>
/// A condition looks back at one earlier item and at answers it can have. Each item has at most one condition, so that
/// following them from an item is one path, which either ends or runs into a cycle.
/// </summary>
internal static class ConditionRules
{
    private static readonly IReadOnlyList<string> Numbers =
        [.. Enumerable.Range(0, Item.HighestNumber + 1).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static void Check(SurveyDraft survey, ProblemList problems)
    {
        var indexOf = new Dictionary<string, int>();
        foreach (var (i, item) in survey.Items.Index())
            indexOf.TryAdd(item.Item.Id, i);

        foreach (var (i, item) in survey.Items.Index())
        {
            if (item.Item.ShowIf is { } condition)
                CheckCondition(survey, i, condition, indexOf, problems);
        }
        foreach (var cycle in Cycles(survey, indexOf))
        {
            var names = string.Join(" → ", cycle.Append(cycle[0]).Select(i => survey.Items[i].Item.Id));
            problems.Add($"/items/{cycle[0]}/showIf", $"These conditions wait for each other, {names}: remove one of them.");
        }
    }

    private static void CheckCondition(
        SurveyDraft survey, int index, Condition condition, Dictionary<string, int> indexOf, ProblemList problems)
    {
        var place = $"/items/{index}/showIf";
        problems.AddRepeated(condition.AnyOf.Select((answer, j) => (answer, $"{place}/anyOf/{j}")), "answer");
        if (condition.ItemId.Length == 0)
            return;
        if (!indexOf.TryGetValue(condition.ItemId, out var target))
        {
            problems.Add($"{place}/item", $"There is no item '{condition.ItemId}': name an item that is asked earlier.");
            return;
        }

        if (target == index)
            problems.Add($"{place}/item", "The item waits for its own answer: name an item that is asked earlier.");
        else if (target > index)
            problems.Add($"{place}/item",
                $"'{condition.ItemId}' is asked later: move it before this item, or name one that is asked earlier.");
        if (Answers(survey, survey.Items[target]) is { } answers)
            CheckAnswers(condition, answers, place, problems);
        else if (survey.Items[target].Kind is ItemKind.Comment)
            problems.Add($"{place}/item",
                $"'{condition.ItemId}' is a comment, whose answers are no options: name an item of another kind.");
    }

    private static void CheckAnswers(Condition condition, IReadOnlyList<string> answers, string place, ProblemList problems)
    {
        foreach (var (j, answer) in condition.AnyOf.Index())
        {
            if (answer.Length > 0 && !answers.Contains(answer))
                problems.Add($"{place}/anyOf/{j}",
                    $"'{answer}' is no answer to '{condition.ItemId}': use one of {string.Join(", ", answers)}.");
        }
    }

    /// <summary>The answers a condition can name; null for a comment, and for an item whose options could not be read.</summary>
    private static IReadOnlyList<string>? Answers(SurveyDraft survey, ItemDraft item)
    {
        var options = item.Kind is ItemKind.Scale ? survey.FindScale(item.ScaleId ?? "")?.Options : item.Item.Options;
        return item.Kind switch
        {
            ItemKind.Number => Numbers,
            ItemKind.Comment or null => null,
            _ => options is { Count: > 0 } ? [.. options.Select(option => option.Id).Where(id => id.Length > 0)] : null,
        };
    }

    /// <summary>Every cycle of two or more items once, beginning with its first item.</summary>
    private static IEnumerable<IReadOnlyList<int>> Cycles(SurveyDraft survey, Dictionary<string, int> indexOf)
    {
        for (var start = 0; start < survey.Items.Count; start++)
        {
            var path = new List<int> { start };
            while (Next(path[^1]) is { } next && !path.Contains(next))
                path.Add(next);
            if (path.Count > 1 && Next(path[^1]) == start && path.Min() == start)
                yield return path;
        }

        int? Next(int index) =>
            survey.Items[index].Item.ShowIf is { ItemId: var id } && indexOf.TryGetValue(id, out var next) ? next : null;
    }
}

/// <summary>
/// Follow-ups count in no rate of several questions, and are not told while a wave is open, so that the headline is none and a topic has another
/// question. Surveys may be stored that nobody has held against it.
/// </summary>
internal static class FollowUpRules
{
    public static void Check(SurveyDraft survey, ProblemList problems)
    {
        foreach (var (i, item) in survey.Items.Index())
        {
            if (item.Item is { IsHeadline: true, ShowIf: not null })
                problems.Add($"/items/{i}/showIf", "The headline is asked of everyone: remove the condition, or make it no headline.");
        }
        foreach (var (i, topic) in survey.Topics.Index())
        {
            if (survey.Items.Any(item => item.Item.TopicId == topic.Id) && !survey.MayHaveItem(item => item.Item.TopicId == topic.Id && item.Item.ShowIf is null))
                problems.Add($"/topics/{i}", $"Each item of topic '{topic.Id}' has showIf, and the rate of a topic is of those that everyone is asked: add one, or take one's condition away.");
        }
    }
}
