using SurveyFunctions.Aggregate;
using SurveyFunctions.Hosting;
using SurveyFunctions.Hosting.FunctionsHost;
using SurveyFunctions.Intake;
using SurveyFunctions.Results;
using SurveyFunctions.Rollup;

var builder = WebApplication.CreateSlimBuilder(args);

AppOptions options;
try
{
    options = AppOptions.Read(builder.Configuration);
}
catch (InvalidConfigurationException invalid)
{
    return Startup.Refuse(invalid.Problems);
}

await using var store = StoreOpening.Begin(options);
builder.ConfigureServer(options);
builder.Services
    .AddStore(store.Storage)
    .AddIntake()
    .AddAggregation()
    .AddRollup(options.Nights)
    .AddResults()
    .AddTriggers(options);

await using var app = builder.Build();

app.UseSecurityHeaders();
app.UseFailureAnswers();
app.UseProblemsWhereNothingAnswers();
app.UseRequestLimit();
app.MapIntake();
app.MapResults();
if (options.IsUnderFunctionsHost)
    app.MapTriggers(app.Services.GetRequiredService<Triggers>());

return await Startup.RunAsync(app, options, store);
