using SurveyFunctions.Hosting.Standalone;

namespace Infra.Tests;

/// <summary>The names of the app's functions, as their attributes say.</summary>
public static class FunctionNames
{
    public static IReadOnlySet<string> All { get; } =
        new[] { DeclaredFunction.Http, DeclaredFunction.Queue, DeclaredFunction.Timer }
            .SelectMany(DeclaredFunction.WithTrigger)
            .Select(function => function.Name)
            .ToHashSet(StringComparer.Ordinal);
}
