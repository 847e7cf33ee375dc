namespace SurveyFunctions.Tests;

/// <summary>
/// Tests that run the sweep, the rollup or a copy of the app that does both by itself: they change every wave there is, so they
/// run one after the other with those that assert that something stays pending.
/// </summary>
internal static class FoldingEverything
{
    public const string Collection = "Folding everything";
}
