using Surveys.Answers;
using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>
/// One question of the form. Ids of elements: <c>q-{item}</c> the question, <c>i-{item}</c> its first input, and what describes it:
/// <c>c-</c> its condition, <c>h-</c> its hint, <c>l-</c> its limit, <c>e-</c> what is wrong.
/// </summary>
/// <param name="Number">Its place in the survey, from 1.</param>
/// <param name="Item">The question.</param>
internal sealed record FormItem(int Number, Item Item)
{
    public static string FirstInputId(Item item) => $"i-{item.Id}";

    public Html Render(FormView view) => Item.Kind == ItemKind.Comment ? Comment(view) : Choice(view);

    private Html Choice(FormView view)
    {
        var item = Item;
        var isMultiple = item.Kind == ItemKind.MultipleChoice;
        var options = item.Kind == ItemKind.Number
            ? Enumerable.Range(0, 11).Select(number => (Id: number.ToString(), Text: number.ToString())).ToList()
            : item.Options.Select(option => (option.Id, Text: option.Text.In(view.Frame.Language))).ToList();
        var chosen = view.ValuesOf(item);
        var isInvalid = ProblemsOf(view).Count > 0;
        var layout = item.Kind switch
        {
            ItemKind.Number => "numbers",
            ItemKind.Scale => "scale",
            _ => "choices",
        };
        var radioGroup = Html.When(!isMultiple, $" role=\"radiogroup\"{Required}{Invalid(isInvalid)}");
        return $"""
            <fieldset class="{Classes(isInvalid)}" id="q-{item.Id}"{radioGroup}{DescribedBy(view)}>
            <legend>{Question(view)}</legend>
            {Descriptions(view)}<div class="{layout}">
            {Html.Each(options.Index(), option => $"""
                <label>{Input(item, option.Index, option.Item.Id, chosen.Contains(option.Item.Id), isInvalid)}<span>{option.Item.Text}</span></label>

                """)}</div>
            </fieldset>

            """;
    }

    private static Html Input(Item item, int index, string value, bool isChosen, bool isInvalid)
    {
        var isMultiple = item.Kind == ItemKind.MultipleChoice;
        var id = Html.When(index == 0, $" id=\"{FirstInputId(item)}\"");
        var state = Html.Of($"{Html.When(isChosen, $" checked")}{Invalid(isInvalid && isMultiple)}");
        return $"""<input type="{(isMultiple ? "checkbox" : "radio")}" name="{FormFields.Answer(item.Id)}" value="{value}"{id}{state}>""";
    }

    private Html Comment(FormView view)
    {
        var item = Item;
        var isInvalid = ProblemsOf(view).Count > 0;
        Html attributes = $"""id="{FirstInputId(item)}" name="{FormFields.Answer(item.Id)}" rows="5" dir="auto" maxlength="{item.MaxLength}" """;
        // A line break right after the start tag is dropped by the parser, so that one that was typed first needs another before it.
        return $"""
            <div class="{Classes(isInvalid)}" id="q-{item.Id}">
            <label class="legend-text" for="{FirstInputId(item)}">{Question(view)}</label>
            {Descriptions(view)}<textarea {attributes}{DescribedBy(view)}{Required}{Invalid(isInvalid)}>
            {string.Join('\n', view.ValuesOf(item))}</textarea>
            </div>

            """;
    }

    private Html Question(FormView view) => $"""
        <span class="number">{Number}.</span> {Item.Text.In(view.Frame.Language)}{Html.When(Item.IsRequired, $""" <span class="required">{view.Frame.Texts["form.required"]}</span>""")}
        """;

    private Html Descriptions(FormView view) => Html.Each(DescriptionsOf(view), description => $"""
        <p class="{description.Class}" id="{description.Id}">{description.Text}</p>

        """);

    private Html DescribedBy(FormView view)
    {
        var ids = DescriptionsOf(view).Select(description => description.Id).ToList();
        return Html.When(ids.Count > 0, $" aria-describedby=\"{string.Join(' ', ids)}\"");
    }

    private IEnumerable<(string Id, string Class, Html Text)> DescriptionsOf(FormView view)
    {
        var (item, texts) = (Item, view.Frame.Texts);
        if (item.ShowIf is not null)
            yield return ($"c-{item.Id}", "condition", $"{ConditionNote(view, item.ShowIf)}");
        if (item.Hint is not null)
            yield return ($"h-{item.Id}", "hint", $"{item.Hint.In(view.Frame.Language)}");
        if (item.Kind == ItemKind.MultipleChoice)
            yield return ($"l-{item.Id}", "hint", $"{texts["form.multiple"]}");
        if (item.Kind == ItemKind.Comment)
            yield return ($"l-{item.Id}", "hint", $"{texts.With("form.limit", ("number", Figures.Count(item.MaxLength)))}");
        var problems = ProblemsOf(view);
        if (problems.Count > 0)
            yield return ($"e-{item.Id}", "error", Html.Each(problems, problem => $"<span>{AnswerProblemTexts.For(texts, problem)} </span>"));
    }

    private static string ConditionNote(FormView view, Condition condition)
    {
        var (texts, language) = (view.Frame.Texts, view.Frame.Language);
        var asked = view.Survey.Items.First(item => item.Id == condition.ItemId);
        var options = condition.AnyOf.Select(id => asked.Options.FirstOrDefault(option => option.Id == id)?.Text.In(language) ?? id);
        return texts.With(
            "form.condition",
            ("options", string.Join(texts["form.or"], options.Select(option => texts.With("form.quoted", ("text", option))))),
            ("question", asked.Text.In(language)));
    }

    private List<AnswerProblem> ProblemsOf(FormView view) =>
        view.Problems.Where(problem => problem.ItemId == Item.Id).ToList();

    private static string Classes(bool isInvalid) => isInvalid ? "item invalid" : "item";

    private Html Required => Html.When(Item.IsRequired, $" aria-required=\"true\"");

    private static Html Invalid(bool isInvalid) => Html.When(isInvalid, $" aria-invalid=\"true\"");
}
