using Microsoft.Azure.Functions.Worker;

namespace SurveyFunctions.Hosting.Worker;

/// <summary>One object of each function for all invocations, as without the Functions host, in place of a new one for each.</summary>
internal sealed class SharedFunctions : IFunctionActivator
{
    public object? CreateInstance(Type instanceType, FunctionContext context) => context.InstanceServices.GetRequiredService(instanceType);
}
