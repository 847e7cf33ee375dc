using Surveys.Readings;

namespace Surveys.DefinitionFiles;

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
