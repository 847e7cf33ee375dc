using Surveys.Definitions;

namespace Surveys.DefinitionFiles;

/// <summary>
/// The parts of a survey file that refer to each other, as far as they could be read. Lists keep the places of the file, broken
/// entries included, so that an index is a JSON pointer; what could not be read is empty or null, and reported.
/// </summary>
internal sealed record SurveyDraft(IReadOnlyList<Scale> Scales, IReadOnlyList<Topic> Topics, IReadOnlyList<ItemDraft> Items)
{
    public Scale? FindScale(string id) => Scales.FirstOrDefault(scale => scale.Id == id);

    /// <summary>False only if it is sure: an item of unknown kind may be the one.</summary>
    public bool MayHaveItem(Func<ItemDraft, bool> condition) =>
        Items.Count == 0 || Items.Any(item => item.Kind is null || condition(item));

    /// <summary>Its cells can be counted, although the file may have problems of other kinds, such as missing translations.</summary>
    public bool IsWhole =>
        Items.Count <= SurveyFormat.MaxItems && Items.All(item => item.Kind switch
        {
            ItemKind.Scale => FindScale(item.ScaleId ?? "") is { Options.Count: <= SurveyFormat.MaxScaleOptions },
            ItemKind.SingleChoice => item.Item.Options.Count <= SurveyFormat.MaxSingleChoiceOptions,
            ItemKind.MultipleChoice => item.Item.Options.Count <= SurveyFormat.MaxMultipleChoiceOptions,
            var kind => kind is not null,
        });

    /// <summary>The items with the options of their scales; only of a draft that <see cref="IsWhole"/>.</summary>
    public IReadOnlyList<Item> CompleteItems() => [.. Items.Select(Complete)];

    private Item Complete(ItemDraft draft) => draft.ScaleId is { } id
        ? draft.Item with { IsReversed = draft.IsReversed, Options = draft.IsReversed ? Scale.Reversed(FindScale(id)!.Options) : FindScale(id)!.Options }
        : draft.Item;
}

/// <summary>A named list of options that scale items share.</summary>
/// <param name="HasClasses">False: some class could not be read, so that nothing can be said about their order.</param>
internal sealed record Scale(string Id, IReadOnlyList<Option> Options, bool HasClasses)
{
    /// <summary>The same options with favorable and unfavorable exchanged, for an item of the opposite wording.</summary>
    public static IReadOnlyList<Option> Reversed(IReadOnlyList<Option> options) =>
        [.. options.Select(option => option with { Class = Reversed(option.Class) })];

    private static OptionClass Reversed(OptionClass declared) => declared switch
    {
        OptionClass.Favorable => OptionClass.Unfavorable,
        OptionClass.Unfavorable => OptionClass.Favorable,
        _ => declared,
    };
}

/// <param name="Item">Without the options of its scale.</param>
/// <param name="Kind">Null: could not be read; <see cref="Item.Kind"/> then means nothing.</param>
/// <param name="ScaleId">Of a scale item; empty if it could not be read, null for the other kinds.</param>
internal sealed record ItemDraft(Item Item, ItemKind? Kind, string? ScaleId = null, bool IsReversed = false);
