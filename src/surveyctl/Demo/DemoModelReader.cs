using System.Text.Json;
using System.Text.Json.Serialization;

namespace Surveyctl.Demo;

/// <summary>Reads the file of a demo community. <see cref="DemoModelCheck"/> then holds it against a survey and its schools.</summary>
public static class DemoModelReader
{
    /// <summary>A file that is no JSON, or has a property that is unknown, missing or of another type, gives one problem: the first.</summary>
    public static Reading<DemoModel> Read(ReadOnlySpan<byte> utf8)
    {
        DemoModel? model;
        try
        {
            model = JsonSerializer.Deserialize(utf8, DemoModelJson.Default.DemoModel);
        }
        catch (JsonException e)
        {
            return Failed($"line {e.LineNumber + 1}, {e.Path}", "The demo community cannot be read: " + e.Message);
        }
        return model switch
        {
            null => Failed("", "The demo community is null; write an object."),
            { Format: not 1 } => Failed("/format", $"The format is {model.Format}; only 1 is known."),
            _ => Reading<DemoModel>.Of(model),
        };
    }

    private static Reading<DemoModel> Failed(string place, string message) =>
        Reading<DemoModel>.Failed([new DefinitionProblem(place, message)]);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DemoModel))]
internal sealed partial class DemoModelJson : JsonSerializerContext;
