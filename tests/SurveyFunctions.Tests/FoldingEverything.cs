namespace SurveyFunctions.Tests;

/// <summary>
/// Tests that fold and release every wave, or run a copy of the app that does so by itself: they change every wave there is, so they
/// run one after the other with those that assert that something stays pending.
/// </summary>
internal static class FoldingEverything
{
    public const string Collection = "Folding everything";
}
