using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using Surveys.DefinitionFiles;
using Surveys.Definitions;

namespace Surveys.Tests.DefinitionFiles;

/// <summary>The reader, the JSON Schema for editors and the page for people say the same.</summary>
public sealed partial class SurveyFormatTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(Document("survey.schema.json"))!.AsObject();

    public static TheoryData<string, IReadOnlyList<string>> Objects => new()
    {
        { "", SurveyFormat.SurveyProperties },
        { "scale", SurveyFormat.ScaleProperties },
        { "scaleOption", SurveyFormat.ScaleOptionProperties },
        { "topic", SurveyFormat.TopicProperties },
        { "choiceOption", SurveyFormat.SingleChoiceOptionProperties },
        { "multipleOption", SurveyFormat.MultipleChoiceOptionProperties },
        { "condition", SurveyFormat.ConditionProperties },
        { "scaleItem", Item(ItemKind.Scale) },
        { "singleItem", Item(ItemKind.SingleChoice) },
        { "multipleItem", Item(ItemKind.MultipleChoice) },
        { "numberItem", Item(ItemKind.Number) },
        { "commentItem", Item(ItemKind.Comment) },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_schema_knows_the_properties_the_reader_knows(string definition, IReadOnlyList<string> known)
    {
        var described = definition.Length == 0 ? Schema : Schema["$defs"]![definition]!.AsObject();

        Assert.Equal(known.Order(), described["properties"]!.AsObject().Select(property => property.Key).Order());
        Assert.False(described["additionalProperties"]!.GetValue<bool>());
    }

    [Fact]
    public void The_schema_has_a_definition_for_every_kind_of_item() =>
        Assert.Equal(
            SurveyFormat.Kinds.Keys.Select(kind => $"#/$defs/{kind}Item"),
            At("/$defs/item/allOf").AsArray().Select(branch => branch!["then"]!["$ref"]!.GetValue<string>()));

    [Fact]
    public void The_schema_names_the_same_choices()
    {
        Assert.Equal(SurveyFormat.Audiences.Keys, Names("/$defs/audience/enum"));
        Assert.Equal(SurveyFormat.Classes.Keys, Names("/$defs/scaleOption/properties/class/enum"));
        Assert.Equal(SurveyFormat.Kinds.Keys, Names("/$defs/item/properties/kind/enum"));
    }

    [Theory]
    [InlineData("/properties/format/const", SurveyFormat.Number)]
    [InlineData("/properties/languages/maxItems", SurveyFormat.MaxLanguages)]
    [InlineData("/properties/topics/maxItems", SurveyFormat.MaxTopics)]
    [InlineData("/properties/items/maxItems", SurveyFormat.MaxItems)]
    [InlineData("/$defs/scale/properties/options/minItems", SurveyFormat.MinScaleOptions)]
    [InlineData("/$defs/scale/properties/options/maxItems", SurveyFormat.MaxScaleOptions)]
    [InlineData("/$defs/singleItem/properties/options/minItems", SurveyFormat.MinChoiceOptions)]
    [InlineData("/$defs/singleItem/properties/options/maxItems", SurveyFormat.MaxSingleChoiceOptions)]
    [InlineData("/$defs/multipleItem/properties/options/maxItems", SurveyFormat.MaxMultipleChoiceOptions)]
    [InlineData("/$defs/commentItem/properties/maxLength/maximum", SurveyFormat.MaxCommentLength)]
    public void The_schema_has_the_same_limits(string pointer, int limit) => Assert.Equal(limit, At(pointer).GetValue<int>());

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_schema_requires_what_the_reader_requires(string definition, IReadOnlyList<string> known)
    {
        var required = Names(definition.Length == 0 ? "/required" : $"/$defs/{definition}/required").ToList();
        var (place, kind) = PlaceOf(definition);

        foreach (var name in known.Except(["$schema"]))
        {
            var reading = SurveyFiles.Spoiled(file =>
            {
                var victim = place
                    .Aggregate((JsonNode)file, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!)
                    .AsObject();
                Assert.Equal(kind, kind is null ? null : victim["kind"]!.GetValue<string>());
                victim.Remove(name);
            });
            var missing = "/" + string.Join('/', place.Append(name));
            var isMissing = reading.Problems.Any(problem =>
                problem.Place == missing && problem.Message.Contains("is missing: add it", StringComparison.Ordinal));
            Assert.True(required.Contains(name) == isMissing, $"{definition} {name}");
        }
    }

    [Theory]
    [InlineData("so")]
    [InlineData("hmn")]
    [InlineData("zh-Hant")]
    [InlineData("es-419")]
    [InlineData("zh-Hant-HK")]
    [InlineData("EN")]
    [InlineData("zh-hant")]
    [InlineData("pt-br")]
    [InlineData("english")]
    [InlineData("en-US-posix")]
    public void The_schema_takes_the_languages_the_reader_takes(string tag)
    {
        var pattern = At("/$defs/language/pattern").GetValue<string>();
        Assert.Equal(LanguageTag.IsValid(tag), Regex.IsMatch(tag, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Every_property_is_explained()
    {
        var page = Document("survey-format.md");

        Assert.All(Objects.SelectMany(row => row.Data.Item2), name => Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_examples_of_the_page_are_right()
    {
        var (survey, language) = (CodeBlock().Match(Document("survey-format.md")), CodeBlock().Match(Document("survey-format.md")).NextMatch());

        Assert.Empty(SurveyFiles.Read(survey.Groups["file"].Value).Problems);
        Assert.Empty(LanguageReader.Read(Encoding.UTF8.GetBytes(language.Groups["file"].Value)).Problems);
    }

    private static (string[] Place, string? Kind) PlaceOf(string definition) => definition switch
    {
        "scale" => (["scales", "0"], null),
        "scaleOption" => (["scales", "0", "options", "0"], null),
        "topic" => (["topics", "0"], null),
        "choiceOption" => (["items", "3", "options", "0"], null),
        "multipleOption" => (["items", "4", "options", "0"], null),
        "condition" => (["items", "4", "showIf"], null),
        "scaleItem" => (["items", "1"], "scale"),
        "singleItem" => (["items", "3"], "single"),
        "multipleItem" => (["items", "4"], "multiple"),
        "numberItem" => (["items", "5"], "number"),
        "commentItem" => (["items", "6"], "comment"),
        _ => ([], null),
    };

    private static IReadOnlyList<string> Item(ItemKind kind) => [.. SurveyFormat.CommonItemProperties, .. SurveyFormat.PropertiesOf(kind)];

    private static IEnumerable<string> Names(string pointer) => At(pointer).AsArray().Select(name => name!.GetValue<string>());

    private static JsonNode At(string pointer) => pointer[1..].Split('/').Aggregate((JsonNode)Schema, (node, name) => node[name]!);

    private static string Document(string name)
    {
        using var stream = typeof(SurveyFormatTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("```json\n(?<file>.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlock();
}
