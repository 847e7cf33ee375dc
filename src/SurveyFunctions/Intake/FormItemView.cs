using SurveyFunctions.Pages;

using Surveys.Definitions;

namespace SurveyFunctions.Intake;

/// <summary>One question of a form, with what was typed and what is wrong with it.</summary>
/// <param name="number">Its place in the survey, from 1.</param>
public sealed class FormItemView(FormView form, Item item, int number)
{
    private readonly IReadOnlyList<string> _values = form.ValuesOf(item);

    public PageTexts Texts => form.Texts;

    public string Id => item.Id;

    // Numbers as text: the template's methods for a number are compiled anew at every start.
    public string Number => number.ToString();

    public string Text => item.Text.In(form.Frame.Language);

    public string Field => FormFields.Answer(item.Id);

    public string FirstInputId => FirstInputIdOf(item);

    public string MaxLength => item.MaxLength.ToString();

    public string Typed => string.Join('\n', _values);

    public bool IsComment => item.Kind == ItemKind.Comment;

    public bool IsRequired => item.IsRequired;

    public IReadOnlyList<PageText> Errors { get; } =
        [.. form.Problems.Where(problem => problem.ItemId == item.Id).Select(problem => form.TextOf(problem))];

    public IReadOnlyList<(string Id, string Class, PageText Text)> Hints { get; } = [.. HintsOf(form, item)];

    public string Class => Errors.Count > 0 ? "item invalid" : "item";

    public string Layout => item.Kind switch
    {
        ItemKind.Number => "numbers",
        ItemKind.Scale => "scale",
        _ => "choices",
    };

    public string InputType => IsMultiple ? "checkbox" : "radio";

    public IEnumerable<FormOption> Options => Choices().Select((choice, index) => new FormOption(
        choice.Value,
        choice.Text,
        index == 0 ? FirstInputId : null,
        _values.Contains(choice.Value),
        IsMultiple ? Invalid : null));

    // What attributes say; null: there is no such attribute.

    public string? Role => IsMultiple ? null : "radiogroup";

    public string? Required => IsRequired ? "true" : null;

    public string? Invalid => Errors.Count > 0 ? "true" : null;

    public string? DescribedBy
    {
        get
        {
            var ids = Hints.Select(hint => hint.Id).Concat(Errors.Count > 0 ? [$"e-{Id}"] : []);
            return string.Join(' ', ids) is { Length: > 0 } all ? all : null;
        }
    }

    /// <summary>With a choice of its own: no answer.</summary>
    public bool CanBeCleared => !IsMultiple && !IsRequired;

    public bool IsMultiple => item.Kind == ItemKind.MultipleChoice;

    public static string FirstInputIdOf(Item item) => $"i-{item.Id}";

    private IEnumerable<(string Value, string Text)> Choices() => item.Kind == ItemKind.Number
        ? Enumerable.Range(0, 11).Select(number => (number.ToString(), number.ToString()))
        : item.Options.Select(option => (option.Id, option.Text.In(form.Frame.Language)));

    private static IEnumerable<(string Id, string Class, PageText Text)> HintsOf(FormView form, Item item)
    {
        if (item.ShowIf is not null)
            yield return ($"c-{item.Id}", "hint", form.TextOf("form.condition", item.ShowIf));
        if (item.Hint is not null)
            yield return ($"h-{item.Id}", "hint", item.Hint.In(form.Frame.Language));
        if (item.Kind == ItemKind.MultipleChoice)
            yield return ($"l-{item.Id}", "hint", form.Texts["form.multiple"]);
        if (item.Kind == ItemKind.Comment)
            yield return ($"l-{item.Id}", "hint", form.Texts.With("form.limit", ("number", Figures.Count(item.MaxLength))));
    }
}

/// <summary>An answer to choose.</summary>
/// <param name="InputId">Null: the input needs none.</param>
/// <param name="Invalid">Of its <c>aria-invalid</c>; null: there is none.</param>
public sealed record FormOption(string Value, string Text, string? InputId, bool IsChosen, string? Invalid);
