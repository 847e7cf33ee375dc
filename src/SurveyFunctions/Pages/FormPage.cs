using Surveys.Answers;
using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>
/// The form: one page, works without script. Nothing is checked in the browser (<c>novalidate</c>), because its messages are in its
/// own language; the server checks everything and sends the page back with all problems and what was typed.
/// </summary>
public static class FormPage
{
    public static Html Render(FormView view)
    {
        var texts = view.Frame.Texts;
        var language = view.Frame.Language;
        var title = view.Survey.Title.In(language);
        var pageTitle = view.Problems.Count == 0 ? title : texts.With("form.problem-title", ("title", title));
        return Layout.Render(view.Frame, pageTitle, $"""
            {ErrorSummary(view)}{NotStored(view)}
            <p class="kicker"><bdi>{view.WaveTitle}</bdi></p>
            <h1>{title}</h1>
            <p class="school"><bdi>{view.SchoolName}</bdi></p>
            {Html.When(view.Survey.Introduction is not null, $"""<p class="lead">{view.Survey.Introduction!.In(language)}</p>""")}
            <p class="privacy">{texts["form.privacy"]}</p>
            <form method="post" action="{view.Action}" autocomplete="off" novalidate>
            <input type="hidden" name="{FormFields.ResponseId}" value="{view.ResponseId.ToString()}" autocomplete="off">
            <input type="hidden" name="{FormFields.Language}" value="{language}">
            <input type="hidden" name="{FormFields.Channel}" value="{ChannelName.Of(view.Channel)}">
            {Html.Each(Sections(view.Survey), section => Section(view, section))}
            <p class="send"><button type="submit">{texts["form.submit"]}</button></p>
            </form>
            """);
    }

    // Items that follow each other and share a topic, or share having none. An item without a topic amid those of one, such as
    // the question on which one of them depends, stands with them.
    private static List<(string? TopicId, List<FormItem> Items)> Sections(SurveyVersion survey)
    {
        List<(string? TopicId, List<FormItem> Items)> sections = [];
        foreach (var (index, item) in survey.Items.Index())
        {
            var current = sections.Count == 0 ? null : sections[^1].TopicId;
            var next = survey.Items.Skip(index).Select(later => later.TopicId).FirstOrDefault(id => id is not null);
            var topicId = item.TopicId ?? (next == current ? current : null);
            if (sections.Count == 0 || topicId != current)
                sections.Add((topicId, []));
            sections[^1].Items.Add(new FormItem(index + 1, item));
        }
        return sections;
    }

    private static Html Section(FormView view, (string? TopicId, List<FormItem> Items) section)
    {
        var topic = view.Survey.Topics.FirstOrDefault(topic => topic.Id == section.TopicId);
        var isFirst = section.Items[0].Number == 1;
        var heading = topic?.Text.In(view.Frame.Language) ?? (isFirst ? null : view.Frame.Texts["form.more"]);
        return $"""
            <section class="topic">
            {Html.When(heading is not null, $"<h2>{heading}</h2>")}
            {Html.Each(section.Items, item => item.Render(view))}
            </section>

            """;
    }

    private static Html ErrorSummary(FormView view)
    {
        var texts = view.Frame.Texts;
        return view.Problems.Count == 0 ? Html.Empty : Alert.Render("errors-title", texts["form.errors"], $"""
            <p>{texts["form.errors-hint"]}</p>
            <ul>{Html.Each(view.Problems, problem => ErrorEntry(view, problem))}</ul>
            """);
    }

    private static Html NotStored(FormView view)
    {
        var texts = view.Frame.Texts;
        return view.CouldNotBeStored
            ? Alert.Render("not-stored-title", texts["form.not-stored"], $"<p>{texts["form.not-stored-hint"]}</p>")
            : Html.Empty;
    }

    private static Html ErrorEntry(FormView view, AnswerProblem problem)
    {
        var message = AnswerProblemTexts.For(view.Frame.Texts, problem);
        var (index, item) = view.Survey.Items.Index().FirstOrDefault(entry => entry.Item.Id == problem.ItemId);
        if (item is null)
            return $"<li>{message}</li>";
        return $"""<li><a href="#{FormItem.FirstInputId(item)}">{index + 1}. {item.Text.In(view.Frame.Language)}</a> {message}</li>""";
    }
}
