using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;
using Surveys.Tallies;

namespace Surveys.DefinitionFiles;

/// <summary>Reads a survey version from its JSON file, as <c>docs/survey-format.md</c> describes it.</summary>
public static class SurveyReader
{
    /// <summary>
    /// The survey, or every problem of the file at once. Places are JSON pointers; of a file that is no JSON, line and column.
    /// Never throws, whatever the bytes.
    /// </summary>
    /// <param name="utf8">The whole file.</param>
    /// <param name="isNew">Somebody has written it and it is not stored yet: rules hold that stored ones may be older than.</param>
    public static Reading<SurveyVersion, DefinitionProblem> Read(ReadOnlyMemory<byte> utf8, bool isNew = false) =>
        DefinitionFile.Read(utf8, SurveyFormat.SurveyProperties, (survey, problems) =>
        {
            var texts = new LocalizedTextReader(survey.Required("languages"), problems);
            var items = new ItemReader(texts);
            var id = survey.Required("id")?.Id() ?? "";
            var version = survey.Required("version")?.WholeNumber(1, int.MaxValue) ?? 0;
            var audiences = survey.Required("audience")?.Choices(SurveyFormat.Audiences) ?? [];
            var title = texts.Read(survey.Required("title"));
            var introduction = items.OptionalText(survey.Optional("introduction"));
            var draft = new SurveyDraft(
                [.. (survey.Optional("scales")?.List(0, int.MaxValue) ?? []).Select(entry => ReadScale(entry, texts))],
                [.. (survey.Optional("topics")?.List(0, SurveyFormat.MaxTopics) ?? []).Select(entry => ReadTopic(entry, texts))],
                [.. (survey.Required("items")?.List(1, SurveyFormat.MaxItems) ?? []).Select(items.Read)]);
            texts.ReportLanguages(problems);
            ScaleRules.Check(draft, problems);
            TopicRules.Check(draft, problems);
            ItemRules.Check(draft, problems);
            ConditionRules.Check(draft, problems);
            if (isNew)
            {
                SameTextRules.Check(draft, problems);
                FollowUpRules.Check(draft, problems);
            }
            if (!draft.IsWhole || !Slug.IsValid(id))
                return null;

            var read = new SurveyVersion
            {
                Id = new SurveyId(id),
                Version = version,
                Audiences = audiences,
                Languages = texts.Languages,
                Title = title,
                Introduction = introduction,
                Topics = draft.Topics,
                Items = draft.CompleteItems(),
            };
            CheckLayout(read, isNew ? TallyLayout.LatestVersion : TallyLayout.FirstVersion, problems);
            return read;
        });

    private static Topic ReadTopic(DefinitionValue value, LocalizedTextReader texts)
    {
        var topic = value.Object(SurveyFormat.TopicProperties);
        return new Topic { Id = topic.Required("id")?.Id() ?? "", Text = texts.Read(topic.Required("text")) };
    }

    private static Scale ReadScale(DefinitionValue value, LocalizedTextReader texts)
    {
        var scale = value.Object(SurveyFormat.ScaleProperties);
        var hasClasses = true;
        var id = scale.Required("id")?.Id() ?? "";
        var entries = scale.Required("options")?.List(SurveyFormat.MinScaleOptions, SurveyFormat.MaxScaleOptions) ?? [];
        var options = entries.Select(entry =>
        {
            var option = entry.Object(SurveyFormat.ScaleOptionProperties);
            var declared = option.Required("class")?.Choice(SurveyFormat.Classes);
            hasClasses &= declared is not null;
            return new Option
            {
                Id = option.Required("id")?.Id() ?? "",
                Text = texts.Read(option.Required("text")),
                Class = declared ?? OptionClass.Excluded,
            };
        }).ToList();
        return new Scale(id, options, hasClasses && options.Count > 0);
    }

    /// <summary>The tallies of the schools of one bucket can be replaced in one transaction.</summary>
    private static void CheckLayout(SurveyVersion survey, int version, ProblemList problems)
    {
        var layout = new TallyLayout(survey, version);
        if (layout.WorstRowBytes <= TallyLayout.LargestRowBytes)
            return;
        problems.Add(
            "/items",
            $"The tally of one school would have {layout.CellCount} cells and take up to {layout.WorstRowBytes} bytes, more than the " +
            $"{TallyLayout.LargestRowBytes} that can be folded: every value of every group counts every option of every item; " +
            "use fewer groups, group values or items.");
    }
}
