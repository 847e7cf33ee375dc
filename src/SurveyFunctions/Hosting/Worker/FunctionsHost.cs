namespace SurveyFunctions.Hosting.Worker;

/// <summary>Whether the Azure Functions host started this process as its worker, or it is on its own.</summary>
public static class FunctionsHost
{
    /// <summary>The host names the address at which it waits for its worker.</summary>
    private const string HostAddress = "--functions-uri";

    /// <summary>Set where the host loads the worker into a process that has been waiting for it (placeholders).</summary>
    private const string NativeHost = "AZURE_FUNCTIONS_NATIVE_HOST";

    public static bool IsThere(IEnumerable<string> arguments) =>
        arguments.Any(argument => argument == HostAddress || argument.StartsWith(HostAddress + "=", StringComparison.Ordinal))
        || AppContext.GetData(NativeHost) is not null;
}
