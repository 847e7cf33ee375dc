using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>A scale has an id of its own, is used, and runs from one side to the other.</summary>
internal static class ScaleRules
{
    public static void Check(SurveyDraft survey, ProblemList problems)
    {
        problems.AddRepeated(survey.Scales.Select((scale, i) => (scale.Id, $"/scales/{i}/id")), "scale id");
        foreach (var (i, scale) in survey.Scales.Index())
        {
            if (scale.Id.Length > 0 && !survey.MayHaveItem(item => item.ScaleId == scale.Id))
                problems.Add($"/scales/{i}", $"No item uses the scale '{scale.Id}': remove it, or give it to an item.");
            problems.AddRepeated(scale.Options.Select((option, j) => (option.Id, $"/scales/{i}/options/{j}/id")), "option id");
            if (scale.HasClasses)
                CheckClasses(scale, $"/scales/{i}/options", problems);
        }
    }

    private static void CheckClasses(Scale scale, string place, ProblemList problems)
    {
        foreach (var (name, needed) in SurveyFormat.Classes)
        {
            if (needed is OptionClass.Favorable or OptionClass.Unfavorable && scale.Options.All(option => option.Class != needed))
                problems.Add(place, $"No option of the scale '{scale.Id}' is {name}: declare at least one.");
        }

        // A mean score needs options in order: the excluded ones aside, from best to worst or from worst to best.
        var order = scale.Options.Where(option => option.Class != OptionClass.Excluded).Select(option => option.Class).ToList();
        var steps = order.Zip(order.Skip(1), (left, right) => Math.Sign(right - left)).Where(step => step != 0).Distinct().Count();
        if (steps > 1)
        {
            problems.Add(place, $"The classes of the scale '{scale.Id}' go back and forth: order the options " +
                "from favorable over neutral to unfavorable, or the other way round; excluded ones may stand anywhere.");
        }
    }
}

/// <summary>A topic has an id of its own and at least one item: without one it has no rate.</summary>
internal static class TopicRules
{
    public static void Check(SurveyDraft survey, ProblemList problems)
    {
        problems.AddRepeated(survey.Topics.Select((topic, i) => (topic.Id, $"/topics/{i}/id")), "topic id");
        foreach (var (i, topic) in survey.Topics.Index())
        {
            if (topic.Id.Length > 0 && !survey.MayHaveItem(item => item.Item.TopicId == topic.Id))
                problems.Add($"/topics/{i}", $"No item has the topic '{topic.Id}': remove it, or give it to a scale item.");
        }
    }
}
