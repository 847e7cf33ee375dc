using SurveyFunctions.Intake;
using SurveyFunctions.Tests.Pages;

using Surveys.Answers;
using Surveys.Definitions;

namespace SurveyFunctions.Tests.Intake;

public sealed class FormPageTests
{
    public static TheoryData<string> Languages() => [.. Samples.Languages];

    [Theory, MemberData(nameof(Languages))]
    public void Every_input_has_a_label_and_every_choice_a_legend(string language)
    {
        var markup = Markup.Of(FormPage.Create(Samples.Form(language)).Text());
        var inputs = markup.Tags.Where(tag => tag.Name is "input" or "textarea" && tag["type"] != "hidden").ToList();
        // Of the radio buttons of every item but the required one there is one more: no answer.
        Assert.Equal(4 * 5 + 2 + 3 + 11 + 1 + 6, inputs.Count);
        foreach (var input in inputs)
        {
            var isInsideLabel = input.Ancestors.Any(tag => tag.Name == "label");
            var isLabelled = input["id"] is { } id && markup.Named("label").Any(label => label["for"] == id);
            Assert.True(isInsideLabel || isLabelled);
            Assert.StartsWith("a.", input["name"], StringComparison.Ordinal);
        }
        var sets = markup.Named("fieldset").ToList();
        Assert.Equal(8, sets.Count);
        Assert.All(sets, set => Assert.Single(markup.Named("legend"), legend => legend.Ancestors.Contains(set)));
    }

    [Fact]
    public void An_item_of_every_kind_has_its_inputs()
    {
        var markup = Markup.Of(FormPage.Create(Samples.Form("en")).Text());
        Assert.Equal(["agree", "neither", "disagree", "dont-know"], Inputs(markup, "overall", "radio"));
        Assert.Equal(["agree", "neither", "disagree", "dont-know", ""], Inputs(markup, "welcome", "radio"));
        Assert.Equal(["yes", "no", ""], Inputs(markup, "interpreter", "radio"));
        Assert.Equal(["mail", "phone", "visit"], Inputs(markup, "ways", "checkbox"));
        Assert.Equal([.. Enumerable.Range(0, 11).Select(number => number.ToString()), ""], Inputs(markup, "recommend", "radio"));
        Assert.Equal("1000", markup.Named("textarea").Single()["maxlength"]);
    }

    [Fact]
    public void The_form_carries_what_the_submission_needs()
    {
        var markup = Markup.Of(FormPage.Create(Samples.Form("so")).Text());
        var form = markup.Named("form").Single();
        Assert.Equal(("post", "/f/fall/rainier-view"), (form["method"], form["action"]));
        var hidden = markup.Named("input").Where(tag => tag["type"] == "hidden").ToDictionary(tag => tag["name"]!, tag => tag["value"]);
        Assert.Equal("5b2c1c6e-33a5-4a30-8f46-7f3a6c0b9d11", hidden[FormFields.ResponseId]);
        Assert.Equal("so", hidden[FormFields.Language]);
        Assert.Equal("qr", hidden[FormFields.Channel]);
    }

    [Fact]
    public void A_new_form_has_nothing_chosen_and_nothing_wrong()
    {
        var markup = Markup.Of(FormPage.Create(Samples.Form("en")).Text());
        Assert.DoesNotContain(markup.Tags, tag => tag["checked"] is not null || tag["aria-invalid"] is not null || tag["role"] == "alert");
    }

    [Fact]
    public void A_refused_form_keeps_what_was_typed()
    {
        var page = FormPage.Create(Samples.RefusedForm("en")).Text();
        var chosen = Markup.Of(page).Named("input").Where(tag => tag["checked"] is not null).Select(tag => (tag["name"], tag["value"]));
        Assert.Equal([("a.welcome", "agree"), ("a.quality", "agree"), ("a.ways", "mail"), ("a.ways", "visit"), ("a.recommend", "7")], chosen);
        // The first line break after the tag is not part of the text, the second is.
        Assert.Contains(">\n&#xA;&lt;b&gt;&quot;So&quot; &amp; so&lt;/b&gt;</textarea>", page, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_problem_is_listed_first_and_told_again_at_its_question(string language)
    {
        var view = Samples.RefusedForm(language);
        var markup = Markup.Of(FormPage.Create(view).Text());
        var summary = markup.Tags.Single(tag => tag["role"] == "alert");
        var links = markup.Named("a").Where(tag => tag.Ancestors.Contains(summary)).Select(tag => tag["href"]);
        Assert.Equal(["#i-overall", "#i-quality", "#i-ways", "#i-ways", "#i-more"], links);
        Assert.Equal(view.Problems.Count, markup.Named("li").Count(tag => tag.Ancestors.Contains(summary)));
        foreach (var item in new[] { "overall", "quality", "ways", "more" })
        {
            Assert.Equal("p", markup.WithId($"e-{item}")!.Name);
            var described = markup.Tags.Single(tag => tag["aria-describedby"]?.Split(' ').Contains($"e-{item}") == true);
            Assert.True(described["id"] == $"q-{item}" || described["id"] == $"i-{item}");
            Assert.Contains(markup.Tags, tag => tag["aria-invalid"] == "true" && (tag == described || tag.Ancestors.Contains(described)));
        }
        Assert.Null(markup.WithId("e-welcome"));
    }

    [Fact]
    public void Required_is_said_in_words_and_to_assistive_technology()
    {
        var markup = Markup.Of(FormPage.Create(Samples.Form("en")).Text());
        Assert.Equal("q-overall", markup.Tags.Single(tag => tag["aria-required"] == "true")["id"]);
        Assert.Equal("(required)", markup.Tags.Single(tag => tag.HasClass("required")).Text);
    }

    [Fact]
    public void A_conditional_item_says_when_to_answer_it()
    {
        var markup = Markup.Of(FormPage.Create(Samples.Form("en")).Text());
        Assert.Equal("Only if you chose “Option yes” in question 5", markup.WithId("c-quality")!.Text);
        Assert.Contains("c-quality", markup.WithId("q-quality")!["aria-describedby"], StringComparison.Ordinal);
    }

    [Fact]
    public void Items_that_follow_each_other_and_share_a_topic_stand_under_its_heading_with_what_is_asked_in_between()
    {
        var markup = Markup.Of(FormPage.Create(Samples.Form("en")).Text());
        Assert.Equal(["Belonging", "Safety", "More questions"], markup.Named("h2").Select(tag => tag.Text.Trim()));
        Assert.Equal(["1 of 4", "2 of 4", "3 of 4", "4 of 4"], markup.Tags.Where(tag => tag.HasClass("step")).Select(tag => tag.Text));
    }

    [Fact]
    public void An_answer_to_what_is_not_asked_comes_back_with_the_question_that_it_waits_for()
    {
        var page = FormPage.Create(Samples.RefusedForm("en")).Text();
        Assert.Contains("those who chose “Option yes” in question 5 (“Question interpreter?”)", page, StringComparison.Ordinal);
        Assert.Contains("“Option mail” cannot be chosen together", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_answer_problem_has_words_in_every_language()
    {
        foreach (var language in Samples.Languages)
        {
            var words = Enum.GetValues<AnswerProblemCode>().Select(code => Samples.Form(language).TextOf(new AnswerProblem("x", code, "9")));
            Assert.Equal(Enum.GetValues<AnswerProblemCode>().Length, words.Distinct().Count());
        }
    }

    [Fact]
    public void A_field_names_its_item_and_other_fields_name_none()
    {
        Assert.Equal("welcome", FormFields.ItemOf(FormFields.Answer("welcome")));
        Assert.Null(FormFields.ItemOf(FormFields.ResponseId));
        Assert.Null(FormFields.ItemOf("a"));
    }

    [Fact]
    public void Markup_in_a_survey_is_shown_as_text()
    {
        var view = Samples.Form("en") with
        {
            Survey = Samples.Survey with { Title = Samples.Text("<script>x</script>"), Topics = [new Topic { Id = "safety", Text = Samples.Text("\"<b>") }] },
            SchoolName = "<script>y</script>",
            WaveTitle = "<i>",
        };
        var markup = Markup.Of(FormPage.Create(view).Text());
        Assert.DoesNotContain(markup.Tags, tag => tag.Name is "script" or "b" or "i");
    }

    private static IEnumerable<string?> Inputs(Markup markup, string item, string type) =>
        markup.Named("input").Where(tag => tag["name"] == $"a.{item}" && tag["type"] == type).Select(tag => tag["value"]);
}
