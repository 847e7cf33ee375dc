using System.Net;
using System.Text.RegularExpressions;

using RazorSlices;

using SurveyEngine.People;

using SurveyFunctions.Access;
using SurveyFunctions.Intake;
using SurveyFunctions.Pages;
using SurveyFunctions.People;
using SurveyFunctions.Problems;
using SurveyFunctions.Results;

using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Tests.Pages;

/// <summary>What holds for every page in every language.</summary>
public sealed partial class EveryPageTests
{
    public static TheoryData<string, string> All()
    {
        var all = new TheoryData<string, string>();
        foreach (var language in Samples.Languages)
        {
            foreach (var name in Pages(language).Keys)
                all.Add(name, language);
        }
        return all;
    }

    public static TheoryData<string, string> AllWithoutWords()
    {
        var all = new TheoryData<string, string>();
        foreach (var language in Samples.WithoutWords)
        {
            foreach (var name in Pages(language).Keys)
                all.Add(name, language);
        }
        return all;
    }

    [Theory, MemberData(nameof(All))]
    public void Is_a_complete_document_in_its_language_and_direction(string name, string language)
    {
        var page = Render(name, language);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        var markup = Markup.Of(page);
        var root = markup.Named("html").Single();
        Assert.Equal(language, root["lang"]);
        Assert.Equal(language == "ar" ? "rtl" : "ltr", root["dir"]);
        Assert.NotEqual("", markup.Named("title").First().Text);
        Assert.Single(markup.Named("h1"));
        Assert.Contains("width=device-width", markup.Named("meta").Single(tag => tag["name"] == "viewport")["content"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void Needs_nothing_that_the_content_security_policy_forbids(string name, string language)
    {
        var markup = Markup.Of(Render(name, language));
        Assert.DoesNotContain(markup.Tags, tag => tag.Name is "style" or "iframe" or "object");
        Assert.All(markup.Named("script"), script => Assert.True(script["src"] is not null && script.Text.Length == 0));
        Assert.DoesNotContain(markup.Tags, tag => tag.Attributes.Keys.Any(key => key == "style" || key.StartsWith("on", StringComparison.Ordinal)));
        var addresses = markup.Tags.SelectMany(tag => new[] { tag["src"], tag["action"], tag.Name == "link" ? tag["href"] : null });
        Assert.All(addresses, address => Assert.True(address is null || address.StartsWith('/')));
    }

    [Theory, MemberData(nameof(All))]
    public void Links_within_the_page_lead_somewhere_and_ids_are_unique(string name, string language)
    {
        var markup = Markup.Of(Render(name, language));
        var ids = markup.Tags.Select(tag => tag["id"]).OfType<string>().ToList();
        Assert.Equal(ids.Distinct(), ids);
        var references = markup.Tags.SelectMany(tag => new[] { tag["aria-describedby"], tag["aria-labelledby"], tag["for"] })
            .OfType<string>().SelectMany(value => value.Split(' '))
            .Concat(markup.Named("a").Where(tag => tag["href"]!.StartsWith('#')).Select(tag => tag["href"]![1..]));
        Assert.All(references, reference => Assert.Contains(reference, ids));
    }

    [Theory, MemberData(nameof(All))]
    public void Offers_the_other_languages_by_their_own_names(string name, string language)
    {
        var markup = Markup.Of(Render(name, language));
        var links = markup.Named("a").Where(tag => tag["hreflang"] is not null).Select(link => (Language: link["hreflang"], Address: link["href"])).ToList();
        var buttons = markup.Named("button").Where(tag => tag["formaction"] is not null).ToList();
        Assert.All(buttons, button => Assert.Equal(("form", PageFrame.SwitchField), (markup.WithId(button["form"]!)!.Name, button["name"])));
        Assert.True(links.Count == 0 || buttons.Count == 0);
        links.AddRange(buttons.Select(button => (button["value"], (string?)button["formaction"]!.Replace($"&amp;{Address.Sent}", "", StringComparison.Ordinal))));
        Assert.Equal(Samples.Languages.Where(other => other != language), links.Select(link => link.Language));
        Assert.All(links, link => Assert.Equal($"?lang={link.Language}", link.Address));
        Assert.Contains(PageLanguages.NameOf(language == "ar" ? "so" : "ar"), Render(name, language), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void Leaves_no_placeholder_unfilled(string name, string language) =>
        Assert.DoesNotContain("{", Render(name, language), StringComparison.Ordinal);

    [Theory]
    [InlineData(Notice.Demo, "Demo data: made-up answers")]
    [InlineData(Notice.Rehearsal, "Rehearsal: what is answered here is not counted, and is deleted")]
    public void Made_up_data_is_labelled_as_such(string notice, string words)
    {
        var frame = Samples.Frame("en");
        Assert.DoesNotContain(words, FormPage.Create(Samples.Form("en")).Text(), StringComparison.Ordinal);
        Assert.Contains(words, FormPage.Create(Samples.Form("en") with { Frame = frame with { Notice = notice } }).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_of_the_language_keeps_the_rest_of_the_query()
    {
        var frame = Samples.Frame("fa") with { KeptQuery = "via=qr" };
        var markup = Markup.Of(ProblemPage.Create(new ProblemView { Frame = frame, Problem = ProblemCatalogue.NotFound }).Text());
        Assert.Equal("rtl", markup.Named("html").Single()["dir"]);
        Assert.Equal("?via=qr&amp;lang=en", markup.Named("a").Single(tag => tag["hreflang"] == "en")["href"]);
    }

    [Theory, MemberData(nameof(AllWithoutWords))]
    public void English_that_stands_in_for_missing_words_is_marked_as_such_and_nothing_else_is(string name, string language)
    {
        var markup = Markup.Of(Render(name, language));
        var texts = markup.Texts
            .Where(text => text.Elements is [_, ..] && text.Elements[^1].Name != "title" && EnglishWords.IsIn(text.Text))
            .ToLookup(text => text.Elements.Select(element => element["lang"]).Last(lang => lang is not null));
        Assert.Equal(["en"], texts.Select(inLanguage => inLanguage.Key));
        Assert.All(
            markup.Named("span").Where(tag => tag["lang"] is not null),
            tag => Assert.Equal(("en", language == "fa" ? "ltr" : null), (tag["lang"], tag["dir"])));
        Assert.DoesNotContain(markup.Tags, tag => tag.Attributes.Values.Any(value => value.Contains("span", StringComparison.Ordinal)));
    }

    private static string Render(string name, string language) => Pages(language)[name].Text();

    private static Dictionary<string, RazorSlice> Pages(string language)
    {
        var frame = Samples.Frame(language);
        var pages = new Dictionary<string, RazorSlice>
        {
            ["start"] = StartPage.Create(new StartView
            {
                Frame = frame,
                Waves =
                [
                    new StartWave { Title = "Families", Organisation = "A", Audience = Audience.Family, IsOpen = true, Forms = [new PageLink("R <View>", "/f/a")], DashboardHref = "/w/a" },
                    new StartWave { Title = "Staff", Organisation = "B", Audience = Audience.Staff, IsOpen = true },
                    new StartWave { Title = "Members", Organisation = "C", Audience = Audience.Member, IsOpen = false },
                ],
            }),
            ["start without waves"] = StartPage.Create(new StartView { Frame = frame, Waves = [] }),
            ["form"] = FormPage.Create(Samples.Form(language)),
            ["refused form"] = FormPage.Create(Samples.RefusedForm(language)),
            ["form sent before"] = FormPage.Create(Samples.Form(language) with
            {
                WasSentBefore = true,
                Replaces = new ResponseId(Guid.NewGuid()),
                Invitation = new InvitationView("Anyone?", new PageLink("Another", "/f/a")),
            }),
            ["preview"] = FormPage.Create(Samples.Form(language) with { Frame = frame with { SwitchForm = FormView.FormId, Notice = Notice.Preview } }),
            ["dashboard"] = DashboardPage.Create(Samples.Dashboard(language)),
            ["about figures"] = AboutFiguresPage.Create(Samples.AboutFigures(language)),
            ["hidden dashboard"] = DashboardPage.Create(Samples.HiddenDashboard(language)),
        };
        var thanks = new ThankYouView
        {
            Frame = frame with { SwitchForm = ThankYouView.SwitchFormId },
            TenantName = "Coalition",
            WaveTitle = "Fall",
            SchoolName = "R",
            Action = "/f/a",
            Receipt = "r-1",
            WithdrawHref = "/withdraw/fall",
            Invitation = new InvitationView("Anyone?", new PageLink("Another", "/f/a")),
            DashboardHref = "/w/a",
        };
        pages["thanks"] = ThankYouPage.Create(thanks);
        pages["thanks for a replacement"] = ThankYouPage.Create(thanks with { HasReplaced = true, WithdrawHref = null, Invitation = null });
        pages["thanks at a kiosk"] = ThankYouPage.Create(thanks with { Frame = frame with { StartHref = "/f/a?via=kiosk" }, Receipt = null });
        pages["thanks in a preview"] = ThankYouPage.Create(
            thanks with { Frame = thanks.Frame with { Notice = Notice.Preview }, Receipt = null, WithdrawHref = null, DashboardHref = null });
        var withdrawal = new WithdrawalView
        {
            Frame = frame with { SwitchForm = WithdrawalView.FormId },
            WaveTitle = "Fall",
            Action = "/withdraw/fall",
            Channel = "link",
        };
        pages["withdrawal"] = WithdrawalPage.Create(withdrawal);
        foreach (var typed in new[] { "", "<b>\"1\"</b>" })
            pages[$"withdrawal of {typed}"] = WithdrawalPage.Create(withdrawal with { Typed = typed, IsMissing = typed.Length == 0, IsInvalid = true });
        pages["withdrawal not done"] = WithdrawalPage.Create(withdrawal with { Typed = "1", CouldNotBeDone = true });
        pages["receipt of a settled wave"] = WithdrawalPage.Create(withdrawal with { IsSettled = true });
        foreach (var isInResults in new[] { true, false })
            pages[$"in the results {isInResults}"] = WithdrawnPage.Create(new WithdrawnView { Frame = frame, WaveTitle = "Fall", DashboardHref = "/w/a", IsInResults = isInResults });
        pages["withdrawn"] = WithdrawnPage.Create(new WithdrawnView { Frame = frame, WaveTitle = "Fall", DashboardHref = "/w/a" });
        foreach (var isOver in new[] { true, false })
        {
            var closed = new ClosedView { Frame = frame, TenantName = "Coalition", WaveTitle = "Fall", IsOver = isOver, ClosedAt = "noon", DashboardHref = "/w/a" };
            pages[$"closed {isOver}"] = ClosedPage.Create(closed);
            pages[$"closed to answers {isOver}"] = ClosedPage.Create(closed with { WasSent = true });
            pages[$"closed for withdrawing {isOver}"] = ClosedPage.Create(closed with { IsForWithdrawing = true });
        }
        AddPagesOfMembers(pages, frame with { IsSignedIn = true });
        foreach (var problem in ProblemCatalogue.All)
            pages[$"problem {problem.Code}"] = ProblemPage.Create(new ProblemView { Frame = frame, Problem = problem });
        return pages;
    }

    /// <summary>Those of people who sign in, and who lets them.</summary>
    private static void AddPagesOfMembers(Dictionary<string, RazorSlice> pages, PageFrame frame)
    {
        var person = new Person(new TenantId("valley"), "0a1b2c3d4e5f", "R <View>", new Grant(Role.Viewer, new ScopeId("gone"))) { Stamp = "", AddedAt = default, AddedBy = "operator" };
        var reach = new Reach(person with { Grant = new Grant(Role.Admin, null) }, tree: null);
        var wrong = new GrantForm { Name = "<b>", Problems = [(GrantForm.MissingName, GrantForm.NameField), (GrantForm.WrongGrant, GrantForm.ScopeField)] };
        pages["sign in"] = SignInPage.Create(new SignInView { Frame = frame, Name = "R <View>", Provider = "R <View>", Alert = frame.Texts["sign-in.refused"], IsSignedOut = true });
        pages["sign in by a link alone"] = SignInPage.Create(new SignInView { Frame = frame, Name = null, Provider = null, Alert = null, IsSignedOut = false });
        pages["invitation"] = AcceptInvitationPage.Create(new AcceptInvitationView { Frame = frame, Token = "t" });
        pages["your surveys"] = YourSurveysPage.Create(new YourSurveysView { Frame = frame, Name = "R <View>", Token = "t", PeopleHref = "/people", Waves = [] });
        foreach (var form in new[] { new GrantForm(), wrong })
        {
            var fields = new GrantFieldsView(frame.Texts, form, reach, Organisations: null, IsNew: true);
            pages[$"people {form.Name}"] = PeoplePage.Create(new PeopleView
            {
                Frame = frame,
                People = [new ListedPerson("R <View>", "/people/0", frame.Texts["people.role.viewer"], "Alder", frame.Texts["people.state.expired"])],
                Fields = fields,
                IsDone = form != wrong,
                AuditHref = "/audit",
                Token = "t",
            });
        }
        foreach (var someone in new[] { person, person with { IsProgram = true }, person with { RevokedAt = default(DateTimeOffset) } })
        {
            pages[$"person {someone.IsProgram} {someone.RevokedAt}"] = PersonPage.Create(new PersonView
            {
                Frame = frame,
                Person = someone,
                State = frame.Texts["people.state.expired"],
                Fields = new GrantFieldsView(frame.Texts, GrantForm.Of(someone), reach, Organisations: null),
                Token = "t",
            });
        }
        pages["invited"] = InvitedPage.Create(new InvitedView { Frame = frame, Name = "R <View>", Link = "https://surveys.example.org/invitation/valley/0a/1b", Until = "noon" });
        pages["key"] = InvitedPage.Create(new InvitedView { Frame = frame, Name = "R <View>", IsKey = true, IsMore = true, Link = "surveyfunctions_valley_0a_1b", Until = "noon" });
        pages["audit"] = AuditPage.Create(new AuditView
        {
            Frame = frame,
            Entries = [new ShownEntry("noon", "R <View>", frame.Texts["audit.act.invited"], "0a", "viewer of all", "InvitePerson", HasFailed: true)],
            EarlierHref = "/audit?before=0",
        });
        foreach (var isSignedIn in new[] { true, false })
        {
            pages[$"send again {isSignedIn}"] = SendAgainPage.Create(
                new SendAgainView { Frame = frame with { IsSignedIn = isSignedIn }, Fields = [("name", "R <View>"), ("scope", "")], Sent = ["R <View>", frame.Texts["people.role.viewer"]], Token = "t" });
        }
    }

    private static class EnglishWords
    {
        private static readonly IReadOnlyList<string> Parts =
        [
            .. PageTexts.In("en").Keys
                .SelectMany(key => Placeholder().Split(PageTexts.In("en")[key].Value))
                .Select(part => part.Trim()).Where(part => part.Any(char.IsLetter)),
        ];

        /// <summary>One of the short ones may be part of a name.</summary>
        public static bool IsIn(string text)
        {
            var words = WebUtility.HtmlDecode(text).Trim();
            return Parts.Any(part => words == part || (part.Length > 12 && words.Contains(part, StringComparison.Ordinal)));
        }
    }

#pragma warning disable MA0009 // Only our own texts are matched.
    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
