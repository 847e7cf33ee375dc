using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>What every page of a wave says above everything else, as the key of a text.</summary>
public static class Notice
{
    public const string Demo = "site.demo";
    public const string Rehearsal = "site.rehearsal";
    public const string Preview = "site.preview";

    /// <summary>Null: it is a real one.</summary>
    public static string? Of(WaveDefinition wave) => wave.IsRehearsal ? Rehearsal : wave.IsDemo ? Demo : null;
}
