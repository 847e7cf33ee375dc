using Surveys.Definitions;

namespace Surveys.DefinitionFiles;

/// <summary>Reads the items of a survey file and the options they choose from.</summary>
internal sealed class ItemReader(LocalizedTextReader texts)
{
    private static readonly IReadOnlyList<string> KnownProperties =
        [.. SurveyFormat.CommonItemProperties.Concat(SurveyFormat.Kinds.Values.SelectMany(SurveyFormat.PropertiesOf)).Distinct()];

    public ItemDraft Read(DefinitionValue value)
    {
        var item = value.Object(KnownProperties);
        var kind = item.Required("kind")?.Choice(SurveyFormat.Kinds);
        if (kind is { } known)
            ReportMisplaced(item, known);

        var common = new Item
        {
            Id = item.Required("id")?.Id() ?? "",
            Kind = kind ?? ItemKind.Number,
            Text = texts.Read(item.Required("text")),
            Hint = OptionalText(item.Optional("hint")),
            IsRequired = item.Optional("required")?.Flag() ?? false,
            ShowIf = item.Optional("showIf") is { } condition ? ReadCondition(condition) : null,
            Options = [],
        };
        var full = kind switch
        {
            ItemKind.Scale => common with
            {
                TopicId = item.Optional("topic")?.Id(),
                IsHeadline = item.Optional("headline")?.Flag() ?? false,
            },
            ItemKind.SingleChoice => common with
            {
                IsGroup = item.Optional("group")?.Flag() ?? false,
                Options = ReadChoices(item.Required("options"), SurveyFormat.MaxSingleChoiceOptions, SurveyFormat.SingleChoiceOptionProperties),
            },
            ItemKind.MultipleChoice => common with
            {
                Options = ReadChoices(
                    item.Required("options"), SurveyFormat.MaxMultipleChoiceOptions, SurveyFormat.MultipleChoiceOptionProperties),
            },
            ItemKind.Comment => common with { MaxLength = item.Required("maxLength")?.WholeNumber(1, SurveyFormat.MaxCommentLength) ?? 0 },
            _ => common,
        };
        return kind is ItemKind.Scale
            ? new ItemDraft(full, kind, item.Required("scale")?.Id() ?? "", item.Optional("reversed")?.Flag() ?? false)
            : new ItemDraft(full, kind);
    }

    public LocalizedText? OptionalText(DefinitionValue? value) => value is null ? null : texts.Read(value);

    private IReadOnlyList<Option> ReadChoices(DefinitionValue? list, int max, IReadOnlyList<string> properties) =>
        [.. (list?.List(SurveyFormat.MinChoiceOptions, max) ?? []).Select(entry =>
        {
            var option = entry.Object(properties);
            return new Option
            {
                Id = option.Required("id")?.Id() ?? "",
                Text = texts.Read(option.Required("text")),
                Class = OptionClass.Excluded,
                IsExclusive = option.Optional("exclusive")?.Flag() ?? false,
            };
        })];

    private static Condition ReadCondition(DefinitionValue value)
    {
        var condition = value.Object(SurveyFormat.ConditionProperties);
        return new Condition
        {
            ItemId = condition.Required("item")?.Id() ?? "",
            AnyOf = [.. (condition.Required("anyOf")?.List(1, int.MaxValue) ?? []).Select(entry => entry.Text())],
        };
    }

    private static void ReportMisplaced(DefinitionObject item, ItemKind kind)
    {
        var misplaced = KnownProperties.Except(SurveyFormat.CommonItemProperties).Except(SurveyFormat.PropertiesOf(kind));
        foreach (var name in misplaced.Where(item.Has))
        {
            var owners = SurveyFormat.Kinds.Where(owner => SurveyFormat.PropertiesOf(owner.Value).Contains(name))
                .Select(owner => owner.Key);
            item.Report(name,
                $"The property '{name}' belongs to items of kind {string.Join(" or ", owners)} only: remove it, or change the kind.");
        }
    }
}
