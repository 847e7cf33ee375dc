using Surveys.Ids;

using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

/// <summary>Bodies and addresses of submissions.</summary>
internal static class SubmissionJson
{
    public const string Favorable = """{"overall":"favorable"}""";

    public static string Address(TestWave wave) => $"/api/waves/{wave.Id}/responses";

    public static string Of(TestWave wave, Guid id, string answers = Favorable, int school = 0, Guid? replaces = null)
    {
        var earlier = replaces is { } replaced ? $"\"replaces\":\"{replaced}\"," : "";
        return $$"""{"id":"{{id}}",{{earlier}}"school":"{{wave.Schools[school].Id}}","language":"en","channel":"qr","answers":{{answers}}}""";
    }

    public static string FormAddress(TestWave wave, string segment = "family", int school = 0) =>
        $"/{segment}/{wave.Id}/{wave.Schools[school].Id}";

    /// <summary>A body as a browser sends it.</summary>
    public static string Form(params (string Name, string Value)[] fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));

    public static string RowKey(Guid id) => SurveyEngine.Keys.ResponsesKeys.Response(new ResponseId(id));
}
