using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>What items refer to exists; headline, groups and comments stay within what results and storage can hold.</summary>
internal static class ItemRules
{
    public static void Check(SurveyDraft survey, ProblemList problems)
    {
        problems.AddRepeated(survey.Items.Select((item, i) => (item.Item.Id, $"/items/{i}/id")), "item id");
        foreach (var (i, item) in survey.Items.Index())
        {
            problems.AddRepeated(item.Item.Options.Select((option, j) => (option.Id, $"/items/{i}/options/{j}/id")), "option id");
            if (item.Kind is ItemKind.Scale)
                CheckScaleItem(survey, item, $"/items/{i}", problems);
        }
        CheckHeadline(survey, problems);
        CheckGroups(survey, problems);
        CheckComments(survey, problems);
    }

    private static void CheckScaleItem(SurveyDraft survey, ItemDraft item, string place, ProblemList problems)
    {
        if (item.ScaleId is { Length: > 0 } scale && survey.FindScale(scale) is null)
            problems.Add($"{place}/scale", $"There is no scale '{scale}': {Known(survey.Scales.Select(known => known.Id), "scales")}.");
        if (item.Item.TopicId is { Length: > 0 } topic && survey.Topics.All(known => known.Id != topic))
            problems.Add($"{place}/topic", $"There is no topic '{topic}': {Known(survey.Topics.Select(known => known.Id), "topics")}.");
        if (item.Item is { TopicId: not null, IsHeadline: true })
            problems.Add($"{place}/topic",
                "The headline stands beside the topics and enters none: remove the topic, or make it no headline.");
        if (item.Item is { TopicId: null, IsHeadline: false })
            problems.Add($"{place}/topic", "A scale item enters the rate of a topic: add its topic, or make it the headline.");
    }

    private static void CheckHeadline(SurveyDraft survey, ProblemList problems)
    {
        var headlines = survey.Items.Index().Where(entry => entry.Item.Item.IsHeadline).ToList();
        foreach (var (i, _) in headlines.Skip(1))
            problems.Add($"/items/{i}/headline",
                $"The headline is /items/{headlines[0].Index} already: a survey has one, give this item a topic.");
    }

    private static void CheckGroups(SurveyDraft survey, ProblemList problems)
    {
        var groups = survey.Items.Index().Where(entry => entry.Item.Item.IsGroup).ToList();
        foreach (var (i, _) in groups.Skip(SurveyFormat.MaxGroupItems))
            problems.Add($"/items/{i}/group", $"A survey has at most {SurveyFormat.MaxGroupItems} groups: make this item none.");
        foreach (var (i, group) in groups)
        {
            var values = group.Item.Options.Count;
            if (values > SurveyFormat.MaxGroupValues)
            {
                problems.Add($"/items/{i}/options", $"The group has {values} values: at most {SurveyFormat.MaxGroupValues} are allowed, " +
                    "combine the rarest ones, or make this item no group.");
            }
            if (group.Item.ShowIf is not null)
                problems.Add($"/items/{i}/showIf",
                    "A group is asked of everyone, else its values do not add up: remove the condition, or make this item no group.");
        }
    }

    private static void CheckComments(SurveyDraft survey, ProblemList problems)
    {
        var together = survey.Items.Sum(item => item.Item.MaxLength);
        if (together > SurveyFormat.MaxCommentLengthTogether)
        {
            problems.Add("/items",
                $"All comments together may have {together} characters: at most {SurveyFormat.MaxCommentLengthTogether} " +
                "fit into one response, lower their maxLength.");
        }
    }

    private static string Known(IEnumerable<string> ids, string what)
    {
        var known = ids.Where(id => id.Length > 0).ToList();
        return known.Count > 0 ? $"use one of {string.Join(", ", known)}, or add it to {what}" : $"add it to {what}";
    }
}
