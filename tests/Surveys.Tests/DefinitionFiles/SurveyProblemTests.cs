using System.Text;
using System.Text.Json.Nodes;

using Surveys.DefinitionFiles;
using Surveys.Readings;

namespace Surveys.Tests.DefinitionFiles;

/// <summary>One spoiled place at a time: exactly that place is reported, and nothing that merely follows from it.</summary>
public sealed class SurveyProblemTests
{
    public static TheoryData<string, string, Action<JsonObject>> Mistakes => new()
    {
        { "/format", "does not fit: use 1", file => file["format"] = 2 },
        { "/format", "missing", file => file.Remove("format") },
        { "/id", "is not an id", file => file["id"] = "Family Climate" },
        { "/version", "at least 1", file => file["version"] = 0 },
        { "/version", "a text where a whole number", file => file["version"] = "1" },
        { "/audience", "use family, staff, member", file => file["audience"] = "parents" },
        { "/audience", "give at least 1", file => file["audience"] = new JsonArray() },
        { "/audience/1", "twice", file => file["audience"] = new JsonArray("staff", "staff") },
        { "/audience/1", "use family, staff, member", file => file["audience"] = new JsonArray("staff", "parents") },
        { "/titel", "not known here", file => file["titel"] = "x" },
        { "/a~1b~0c", "not known here", file => file["a/b~c"] = "x" },
        { "/title/so", "translation into 'so' is missing", file => file["title"]!.AsObject().Remove("so") },
        { "/title/fr", "does not offer 'fr'", file => file["title"]!["fr"] = "École" },
        { "/title/EN", "write 'en'", file => file["title"]!["EN"] = "School" },
        { "/title/ar", "empty", file => file["title"]!["ar"] = " " },
        { "/title/ar", "control character U+0007", file => file["title"]!["ar"] = "x\ay" },
        { "/items/0/hint/so", "control character U+001B", file => file.Item(0)["hint"]!["so"] = "x\u001by" },
        { "/title", "a text where an object", file => file["title"] = "School" },
        { "/introduction/so", "missing", file => file["introduction"]!.AsObject().Remove("so") },
        { "/items/0/hint/so", "missing", file => file.Item(0)["hint"]!.AsObject().Remove("so") },
        { "/items/4/options/1/text/ar", "missing", file => file.Item(4)["options"]![1]!["text"]!.AsObject().Remove("ar") },
        { "/languages/3", "already stands at /languages/0", file => file["languages"]!.AsArray().Add("en") },
        { "/languages/3", "is not a language", file => file["languages"]!.AsArray().Add("English") },
        { "/languages/3", "in its usual spelling: write 'zh-Hant'", file => file["languages"]!.AsArray().Add("zh-hant") },
        { "/scales/0/options/1/id", "already stands at /scales/0/options/0/id", file => file["scales"]![0]!["options"]![1]!["id"] = "strongly-agree" },
        { "/scales/0/options/1/class", "use favorable, neutral, unfavorable, excluded", file => file["scales"]![0]!["options"]![1]!["class"] = "good" },
        { "/scales/0/options", "is unfavorable", file => file["scales"]![0]!["options"]![3]!["class"] = "neutral" },
        { "/scales/0/options", "back and forth", file => file["scales"]![0]!["options"]![0]!["class"] = "neutral" },
        { "/scales/1", "No item uses", file => file["scales"]!.AsArray().Add(Copy(file["scales"]![0]!, "spare")) },
        { "/scales/1/id", "already stands at /scales/0/id", file => file["scales"]!.AsArray().Add(Copy(file["scales"]![0]!, "agree5")) },
        { "/topics/1", "No item has", file => file["topics"]!.AsArray().Add(Copy(file["topics"]![0]!, "spare")) },
        { "/topics/1/id", "already stands at /topics/0/id", file => file["topics"]!.AsArray().Add(Copy(file["topics"]![0]!, "belonging")) },
        { "/items/1/scale", "no scale 'agree4': use one of agree5", file => file.Item(1)["scale"] = "agree4" },
        { "/items/1/topic", "no topic 'safety': use one of belonging", file => file.Item(1)["topic"] = "safety" },
        { "/items/1/topic", "add its topic", file => file.Item(1).Remove("topic") },
        { "/items/0/topic", "remove the topic", file => file.Item(0)["topic"] = "belonging" },
        { "/items/1/headline", "is /items/0 already", file => { file.Item(1)["headline"] = true; file.Item(1).Remove("topic"); } },
        { "/items/3/headline", "kind scale only", file => file.Item(3)["headline"] = true },
        { "/items/5/reversed", "kind scale only", file => file.Item(5)["reversed"] = true },
        { "/items/4/group", "kind single only", file => file.Item(4)["group"] = true },
        { "/items/3/options/0/exclusive", "not known here", file => file.Item(3)["options"]![0]!["exclusive"] = true },
        { "/items/4/options/0/exclusive", "a text where true or false", file => file.Item(4)["options"]![0]!["exclusive"] = "yes" },
        { "/items/5/options", "kind single or multiple only", file => file.Item(5)["options"] = SurveyFiles.Choices(2) },
        { "/items/5/kind", "use scale, single", file => file.Item(5)["kind"] = "slider" },
        { "/items/1/kind", "missing", file => file.Item(1).Remove("kind") },
        { "/items/1/required", "a text where true or false", file => file.Item(1)["required"] = "yes" },
        { "/items/1/text", "missing", file => file.Item(1).Remove("text") },
        { "/items/1", "a text where an object", file => file["items"]![1] = "welcome" },
        { "/items/2/id", "already stands at /items/1/id", file => file.Item(2)["id"] = "welcome" },
        { "/items/4/options", "at least 2", file => file.Item(4)["options"]!.AsArray().RemoveAt(1) },
        { "/items/4/options", "at most 24", file => file.Item(4)["options"] = SurveyFiles.Choices(25) },
        { "/items/6/maxLength", "from 1 to 4000", file => file.Item(6)["maxLength"] = 4001 },
        { "/items/6/maxLength", "missing", file => file.Item(6).Remove("maxLength") },
        { "/items", "at most 10000", file => AddItems(file, 3, "comment", item => item["maxLength"] = 4000) },
        { "/items", "at most 100", file => AddItems(file, 94, "number") },
        { "/items", "a number where a list", file => file["items"] = 7 },
        { "/items/3/options", "group has 21 values", file => { file.Item(4).Remove("showIf"); file.Item(3)["options"] = SurveyFiles.Choices(21); } },
        { "/items/12/group", "at most 6 groups", file => AddItems(file, 6, "single", item => { item["group"] = true; item["options"] = SurveyFiles.Choices(2); }) },
        { "/items/3/showIf", "asked of everyone", file => file.Item(3)["showIf"] = When("overall", "agree") },
        { "/items/4/showIf/item", "no item 'tongue'", file => file.Item(4)["showIf"] = When("tongue", "somali") },
        { "/items/4/showIf/item", "asked later", file => file.Item(4)["showIf"] = When("recommend", "10") },
        { "/items/4/showIf/item", "its own answer", file => file.Item(4)["showIf"] = When("ways", "phone") },
        { "/items/4/showIf/anyOf/1", "no answer to 'language': use one of somali, arabic", file => file.Item(4)["showIf"] = When("language", "somali", "welsh") },
        { "/items/4/showIf/anyOf/1", "already stands at", file => file.Item(4)["showIf"] = When("language", "somali", "somali") },
        { "/items/4/showIf/anyOf", "at least 1", file => file.Item(4)["showIf"] = When("language") },
        { "/items/6/showIf/anyOf/0", "no answer to 'recommend'", file => file.Item(6)["showIf"] = When("recommend", "11") },
        { "/items/7/showIf/item", "is a comment", file => AddItems(file, 1, "number", item => item["showIf"] = When("more", "yes")) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_at_its_place_and_nowhere_else(string place, string says, Action<JsonObject> spoil)
    {
        var reading = SurveyFiles.Spoiled(spoil);

        Assert.Null(reading.Value);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(place, problem.Place);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_of_conditions_is_reported_once_beside_looking_forward()
    {
        var reading = SurveyFiles.Spoiled(file =>
        {
            file.Item(1)["showIf"] = When("ways", "phone");
            file.Item(4)["showIf"] = When("recommend", "9");
            file.Item(5)["showIf"] = When("welcome", "agree");
        });

        Assert.Equal(["/items/1/showIf/item", "/items/4/showIf/item", "/items/1/showIf"], reading.Problems.Select(problem => problem.Place));
        Assert.Contains("welcome → ways → recommend → welcome", reading.Problems[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_survey_with_too_many_cells_is_refused_with_all_its_other_problems()
    {
        var reading = SurveyFiles.Spoiled(file =>
        {
            AddItems(file, 5, "single", item => { item["group"] = true; item["options"] = SurveyFiles.Choices(20); });
            file["title"]!.AsObject().Remove("ar");
        });

        Assert.Equal(["/title/ar", "/items"], reading.Problems.Select(problem => problem.Place));
        Assert.Contains("use fewer groups", reading.Problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_mistakes_are_reported_at_once()
    {
        var reading = SurveyFiles.Spoiled(file =>
        {
            file["version"] = -1;
            file["audience"] = "everyone";
            file["colour"] = "blue";
            file["title"]!.AsObject().Remove("so");
            file["scales"]![0]!["options"]![0]!["id"] = "Strongly Agree";
            file.Item(1)["scale"] = "agree7";
            file.Item(2)["id"] = "welcome";
            file.Item(3)["options"] = SurveyFiles.Choices(21);
            file.Item(4)["showIf"] = When("more", "x");
            file.Item(6)["maxLength"] = 0;
        });

        foreach (var place in new[]
        {
            "/version", "/audience", "/colour", "/title/so", "/scales/0/options/0/id", "/items/1/scale", "/items/2/id", "/items/3/options",
            "/items/4/showIf/item", "/items/6/maxLength",
        })
        {
            Assert.Contains(place, reading.Problems.Select(problem => problem.Place));
        }
    }

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\n  \"id\": \"a\",\n}", "line 3, column 1")]
    [InlineData("{\n  // why\n}", "line 2, column 3")]
    [InlineData("{\"title\": \"مدرسة\" \"x\"}", "line 1, column 19")]
    [InlineData("{\n\"title\": \"\\ud83d\"}", "line 2, column 10")]
    public void What_is_no_JSON_is_reported_with_line_and_column(string file, string place)
    {
        var problem = Assert.Single(SurveyFiles.Read(file).Problems);
        Assert.Equal(place, problem.Place);
        Assert.DoesNotContain("LineNumber", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \u201Cid\u201D: 1}", "line 2, column 3", "this is \u201C (U+201C), which word processors make of a quote: write \" in its place.")]
    [InlineData("{\"id\": \u00ABa\u00BB}", "line 1, column 8", "(U+00AB)")]
    [InlineData("{\n\"id\": \"a\u201D,\n\"b\": 1}", "line 2, column 9", "(U+201D)")]
    [InlineData("{\"id\": \u2018a\u2019}", "line 1, column 8", "(U+2018)")]
    [InlineData("{'id': 1}", "line 1, column 2", "this is ': names and texts stand between \".")]
    [InlineData("{\"id\": 1, // why\n}", "line 1, column 11", "a comment")]
    [InlineData("# why\n{}", "line 1, column 1", "a comment")]
    [InlineData("{\"a\": [1, 2,\n]}", "line 2, column 1", "a comma follows the last entry: remove it.")]
    [InlineData("{\"a\": 1,}", "line 1, column 9", "a comma follows the last entry: remove it.")]
    [InlineData("{\"a\": 1\n \"b\": 2}", "line 2, column 2", "a comma is missing before this")]
    [InlineData("{\"a\": \"so \"said\" she\"}", "line 1, column 12", "a quote within a text is not written \\\"")]
    [InlineData("{\"a\": \"one\ntwo\"}", "line 1, column 11", "a text goes on beyond the end of its line")]
    [InlineData("{\"a\": [1", "line 1, column 9", "the file ends too early: a quote, } or ] is missing.")]
    [InlineData("{\"a\": \"b", "line 1, column 9", "the file ends too early")]
    [InlineData("", "line 1, column 1", "the file is empty.")]
    public void What_editors_and_word_processors_do_to_JSON_is_called_by_its_name(string file, string place, string says)
    {
        var problem = Assert.Single(SurveyFiles.Read(file).Problems);
        Assert.Equal(place, problem.Place);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_carries_the_line_of_its_place_and_what_is_missing_that_of_what_lacks_it()
    {
        var file = SurveyFiles.Family
            .Replace("\"version\": 3", "\n\"version\": 0", StringComparison.Ordinal)
            .Replace("\"audience\": \"family\",", "", StringComparison.Ordinal)
            .Replace("\"Neither\"", "\n\"\"", StringComparison.Ordinal);
        var lines = ("\uFEFF" + file).Split('\n').ToList();
        var problems = SurveyFiles.Read("\uFEFF" + file).Problems.ToDictionary(problem => problem.Place, problem => problem.Line);
        Assert.Equal(
            [("/audience", 1), ("/scales/0/options/2/text/en", 1 + lines.FindIndex(line => line.Contains("\"neither\"", StringComparison.Ordinal))), ("/version", 5)],
            problems.Select(problem => (problem.Key, problem.Value!.Value)).Order());
        Assert.Equal("line 7, /a~1b/1: x", JsonLines.Find("{\n\n\"a/b\": [\n{},\n\n\n[[], {}]]}"u8, [new("/a~1b/1", "x")])[0].ToString());
    }

    [Fact]
    public void A_wrong_language_is_one_mistake_however_many_texts_have_it()
    {
        string Everywhere(string tag) => SurveyFiles.Family.Replace("\"so\": ", $"\"{tag}\": ", StringComparison.Ordinal);
        Assert.Equal(
            ["/languages/1: No text is translated into 'so': correct it, remove it, or translate every text.", "/title/sm: The survey does not offer 'sm'"],
            Told(Everywhere("sm")));
        var inCapitals = SurveyFiles.Family.Replace("\"so\"", "\"SO\"", StringComparison.Ordinal);
        Assert.StartsWith("/title/SO: 'SO' is not a language in its usual spelling: write 'so'.", Assert.Single(Told(Everywhere("SO"))), StringComparison.Ordinal);
        Assert.Equal("/languages/1: 'SO' is not a language in its usual spelling: write 'so'.", Assert.Single(Told(inCapitals)));
        Assert.Equal(Told(inCapitals), Told(inCapitals.Replace("\"SO\": ", "\"so\": ", StringComparison.Ordinal)));
        Assert.Equal(["/languages/1: No text is translated into 'so'", "/title/Somali: 'Somali' is not a language"], Told(Everywhere("Somali")).Select(told => told.Split(": correct")[0]));
        // It is told where the languages are listed.
        Assert.Equal(
            ["/languages/1: 'Somali' is not a language"],
            Told(Everywhere("Somali").Replace("[\"en\", \"so\",", "[\"en\", \"Somali\",", StringComparison.Ordinal)));
        Assert.Contains(" It stands in 20 texts.", SurveyFiles.Read(Everywhere("sm")).Problems[1].Message, StringComparison.Ordinal);

        IEnumerable<string> Told(string file) =>
            SurveyFiles.Read(file).Problems.Select(problem => $"{problem.Place}: {problem.Message.Split(": remove this")[0].Split(": use")[0]}");
    }

    [Fact]
    public void Options_and_topics_that_nobody_can_tell_apart_are_a_mistake_of_a_new_file_alone()
    {
        var file = SurveyFiles.Parsed();
        file["scales"]![0]!["options"]![3]!["text"] = SurveyFiles.Text(" Neither ");
        file.Item(4)["options"]![1]!["text"]!["ar"] = file.Item(4)["options"]![0]!["text"]!["ar"]!.GetValue<string>() + "\u200B";
        var utf8 = Encoding.UTF8.GetBytes(file.ToJsonString());

        Assert.Equal(["/scales/0/options/3/text/en", "/items/4/options/1/text/ar"], SurveyReader.Read(utf8, isNew: true).Problems.Select(problem => problem.Place));
        Assert.True(SurveyReader.Read(utf8).IsValid);
    }

    [Fact]
    public void A_headline_and_topics_that_only_some_are_asked_are_a_mistake_of_a_new_file_alone()
    {
        var file = SurveyFiles.Parsed();
        file["items"]!.AsArray().Insert(0, SurveyFiles.Parsed().Item(4).DeepClone());
        file.Item(0)["id"] = "before";
        file.Item(0).Remove("showIf");
        foreach (var item in new[] { 1, 2, 3 })
            file.Item(item)["showIf"] = When("before", file.Item(0)["options"]![0]!["id"]!.GetValue<string>());
        var utf8 = Encoding.UTF8.GetBytes(file.ToJsonString());

        Assert.Equal(["/items/1/showIf", "/topics/0"], SurveyReader.Read(utf8, isNew: true).Problems.Select(problem => problem.Place));
        Assert.True(SurveyReader.Read(utf8).IsValid);
    }

    [Theory]
    [InlineData("7.0", true)]
    [InlineData("7e0", true)]
    [InlineData("7.5", false)]
    [InlineData("1e30", false)]
    [InlineData("2147483648", false)]
    public void A_whole_number_may_be_written_with_a_fraction_of_zeros(string number, bool isRight)
    {
        var reading = SurveyFiles.Read(SurveyFiles.Family.Replace("\"version\": 3", $"\"version\": {number}", StringComparison.Ordinal));
        Assert.Equal(isRight ? 7 : null, reading.Value?.Version);
        Assert.Equal(isRight, reading.IsValid);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_reported_with_line_and_column()
    {
        var problem = Assert.Single(SurveyReader.Read(Encoding.Latin1.GetBytes("{\n\"title\": \"Año\"}")).Problems);
        Assert.Equal("line 2, column 12", problem.Place);
        Assert.Contains("UTF-8", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_given_twice_is_reported() =>
        Assert.Contains(
            new DefinitionProblem("/id", "The property 'id' is given twice: remove one.") { Line = 4 },
            SurveyFiles.Read(SurveyFiles.Family.Replace("\"version\": 3", "\"version\": 3, \"id\": \"b\"", StringComparison.Ordinal)).Problems);

    private static JsonObject When(string item, params string[] anyOf) =>
        new() { ["item"] = item, ["anyOf"] = new JsonArray([.. anyOf.Select(answer => (JsonNode)answer)]) };

    private static JsonNode Copy(JsonNode node, string id)
    {
        var copy = node.DeepClone();
        copy["id"] = id;
        return copy;
    }

    private static void AddItems(JsonObject file, int count, string kind, Action<JsonObject>? change = null)
    {
        for (var i = 0; i < count; i++)
        {
            var item = new JsonObject { ["id"] = $"added-{i}", ["kind"] = kind, ["text"] = SurveyFiles.Text("Added") };
            change?.Invoke(item);
            file["items"]!.AsArray().Add(item);
        }
    }
}
